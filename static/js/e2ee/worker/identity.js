// @ts-check
/** The person's own identity on this device: made, recovered, replaced. */
import { numberOf } from './ids.js';
import { KeyringError, codeOf, gathered, within } from './patience.js';
import { newRecoveryKey, openSecrets, opensBackup, sealSecrets } from './recovery.js';

const TOGETHER_MS = 50;

/**
 * @param {import('./environment.d.ts').Ring} ring
 * @param {object} with_
 * @param {ReturnType<typeof import('./standing.js').createStanding>} with_.standing
 * @param {ReturnType<typeof import('./trust.js').createTrust>} with_.trust
 * @param {ReturnType<typeof import('./backup.js').createBackup>} with_.backup
 * @param {ReturnType<typeof import('./sharing.js').createSharing>} with_.sharing
 */
export function createIdentity(ring, { standing, trust, backup, sharing }) {
  const { env, machine, named, requests, log } = ring;
  const { SecretsBundle } = env.library;
  const { own, stored, isReady, tell } = standing;
  /** @type {Set<number>} whose identity is another than the page knows */
  const changed = new Set();

  const query = () => requests.send(machine.queryKeysForUsers(named.users([env.me])));

  // In a large room many are known for the first time at once.
  const tellTrust = gathered(async () => {
    await env.wait(TOGETHER_MS);
    const people = [...changed];
    changed.clear();
    if (people.length) env.tell('trust', { people });
    if (people.includes(env.me)) await tell();
  });

  /** Publishes a new identity. @param {boolean} reset @param {string} [password] */
  async function publish(reset, password) {
    await requests.replace(async () => {
      const { uploadKeysRequest, uploadSigningKeysRequest, uploadSignaturesRequest } = await within(machine.bootstrapCrossSigning(reset));
      await requests.send(uploadKeysRequest);
      const { master_key: masterKey, self_signing_key: selfSigningKey, user_signing_key: userSigningKey } = JSON.parse(uploadSigningKeysRequest.body);
      await env.rest('PUT', '/e2ee/identity', { masterKey, selfSigningKey, userSigningKey, ...(password === undefined ? {} : { password }) });
      await requests.send(uploadSignaturesRequest);
    });
    await log.update();
    await query();
  }

  /** @param {{passphrase?: string}} how @returns {Promise<{recoveryKey: string|null}>} */
  async function replaceRecovery({ passphrase }) {
    if (!(await isReady())) throw new KeyringError('notReady');
    if (!(await backup.resume())) await backup.create();
    return keepRecovery({ passphrase }, (await stored())?.version ?? 0);
  }

  /** @param {{passphrase?: string}} how @param {number} replaces the version on the server; 0: none @returns {Promise<{recoveryKey: string|null}>} */
  async function keepRecovery({ passphrase }, replaces) {
    const bundle = await within(/** @type {Promise<any>} */ (machine.exportSecretsBundle())); // open; any: a promise of a promise, to the types
    const recoveryKey = passphrase ? null : await newRecoveryKey();
    const sealed = await sealSecrets(bundle.to_json(), passphrase || /** @type {string} */ (recoveryKey), passphrase ? 'passphrase' : 'key', await backup.publicKey());
    await env.rest('PUT', '/e2ee/recovery', { sealed, replaces });
    standing.kept();
    backup.putUpSoon().catch(() => {});
    await tell();
    return { recoveryKey };
  }

  /** @param {{passphrase?: string}} how */
  async function setUp(how) {
    await query();
    if (await own()) throw new KeyringError('conflict');
    await publish(false);
    await backup.create();
    return keepRecovery(how, 0);
  }

  /** @param {{password: string, passphrase?: string}} how */
  async function reset({ password, passphrase }) {
    const before = (await isReady()) ? await within(/** @type {Promise<any>} */ (machine.exportSecretsBundle())).catch(() => null) : null; // open; any: a promise of a promise, to the types
    try {
      await publish(true, password);
    } catch (error) {
      // The server wants none of it (the password): things stay as they were.
      await query().catch(() => {});
      if (before) await takeSecrets(before).catch(() => {});
      throw error;
    }
    await backup.create();
    sharing.staleAll();
    return replaceRecovery({ passphrase });
  }

  /** @param {any} bundle; any: the SecretsBundle of the library */
  async function takeSecrets(bundle) {
    await within(machine.importSecretsBundle(bundle));
    const device = await trust.ownDevice();
    if (device) await requests.send(await within(device.verify()));
    await query();
  }

  /** One's other devices hand out what is missing. */
  async function askOthers() {
    await within(machine.requestMissingSecretsIfNeeded());
    await requests.flush();
  }

  /** @param {string} secret */
  async function recover(secret) {
    const kept = await stored();
    if (!kept) throw new KeyringError('notFound');
    const secrets = await openSecrets(kept.sealed, secret);
    const there = await backup.onServer();
    // The key of one that has ended keeps the library from asking one's other devices for another.
    if (there && !opensBackup(kept.sealed, there.authData.public_key)) delete secrets.backup;
    await query();
    const identity = await own();
    try {
      await takeSecrets(SecretsBundle.from_json(secrets));
    } catch (error) {
      if (typeof codeOf(error) === 'string' && codeOf(error) !== 'other') throw error;
      // What was sealed belongs to another identity than the server shows.
      throw new KeyringError(identity ? 'identityChanged' : 'notFound', { people: [env.me] });
    }
    if (!(await isReady())) throw new KeyringError('identityChanged', { people: [env.me] });
    await tell();
    if (await backup.resume()) await backup.restore();
    else await askOthers();
    await tell(true);
  }

  return {
    setUp,
    reset,
    recover,
    replaceRecovery,
    /** @param {string} secret */
    async checkRecovery(secret) {
      const kept = await stored();
      if (!kept) return false;
      return openSecrets(kept.sealed, secret).then(() => true, (error) => (codeOf(error) === 'wrongSecret' ? false : Promise.reject(error)));
    },
    /** What only this browser has. */
    async unsaved() {
      await backup.putUp().catch(() => {});
      const { total, backedUp } = await backup.counts();
      return (await backup.isOn()) ? total - backedUp : total;
    },
    /** Somebody's identity is another now, or is known for the first time. @param {string} user */
    changed(user) {
      changed.add(numberOf(user));
      tellTrust().catch(() => {});
    },
    /** A verification ended well. @param {number} person */
    async verified(person) {
      await requests.flush();
      await requests.send(machine.queryKeysForUsers(named.users([...new Set([env.me, person])])));
      if (person === env.me) await askOthers();
      env.tell('trust', { people: [person] });
      await tell();
    },
  };
}
