// @ts-check
/** People's identities and devices: what this device knows of them, and what its person said yes to. */
import { canonical, userOf } from './ids.js';
import { removal } from './identity-log.js';
import { KeyringError, codeOf, within } from './patience.js';

/** @typedef {import('./api.d.ts').Trust} Trust @typedef {import('./api.d.ts').DeviceTrust} DeviceTrust */

/** A public key, to be read aloud. @param {string} key */
const inGroups = (key) => (key.match(/.{1,4}/g) ?? []).join(' ');

/**
 * The public part of a key in JSON. @param {string} json of a cross-signing key @returns {string}
 */
export const publicPart = (json) => String(Object.values(JSON.parse(json).keys)[0]);

/**
 * @param {import('./environment.d.ts').Ring} ring
 * @param {(people: number[], anew?: number[]) => Promise<void>} learn
 */
export function createTrust(ring, learn) {
  const { env, machine, named, requests, log } = ring;

  /** Knows people's keys as they are now, if the server can be asked: also what other devices of one's own signed. @param {number[]} people */
  async function renew(people) {
    const answer = learn(people, people);
    await answer.catch((error) => (codeOf(error) === 'offline' ? null : Promise.reject(error)));
  }

  /** @param {number} person @returns {Promise<any>}; any: the library has two kinds of identity */
  const identity = (person) => within(machine.getIdentity(named.user(person)));
  const ownDevice = () => within(machine.getDevice(named.user(env.me), named.device(ring.device)));

  /** Whether somebody's identity is another than the one that was seen first, or verified. @param {any} found; any: an identity */
  const isChanged = (found) => Boolean(found && (found.hasVerificationViolation() || found.identityNeedsUserApproval?.()));

  /** Whether the log of identities knows this one: a server that shows an identity to one person alone is found out. @param {number} person @param {any} found; any: an identity */
  async function isLogged(person, found) {
    if (log.master(person) === publicPart(found.masterKey)) return true;
    await log.update();
    return log.master(person) === publicPart(found.masterKey);
  }

  /** @param {number} person @returns {Promise<Trust>} */
  async function of(person) {
    const found = await identity(person);
    if (!found) return { person, state: 'none', safety: null };
    const changed = isChanged(found) || !(await isLogged(person, found));
    return { person, state: changed ? 'changed' : found.isVerified() ? 'verified' : 'unverified', safety: inGroups(publicPart(found.masterKey)) };
  }

  /** Which of these people's identities changed, and nobody said yes to. @param {number[]} people @returns {Promise<number[]>} */
  async function changedOf(people) {
    const changed = [];
    for (const person of people) {
      const found = await identity(person);
      if (found && (isChanged(found) || !(await isLogged(person, found)))) changed.push(person);
    }
    return changed;
  }

  /** @param {number[]} people */
  async function trust(people) {
    await renew(people);
    const all = [];
    for (const person of people) all.push(await of(person));
    return all;
  }

  /** @param {number} person */
  async function approve(person) {
    const found = await identity(person);
    if (!found || !(await isLogged(person, found))) throw new KeyringError('notFound');
    if (found.hasVerificationViolation()) await within(found.withdrawVerification());
    if (found.pinCurrentMasterKey) await within(found.pinCurrentMasterKey());
    env.tell('trust', { people: [person] });
  }

  /** @param {number} person @returns {Promise<DeviceTrust[]>} */
  async function devices(person) {
    await renew([person]);
    /** @type {import('./environment.d.ts').LibraryDevice[]} */
    const all = (await within(machine.getUserDevices(named.user(person)))).devices();
    const own = person === env.me ? (await env.rest('GET', '/e2ee/devices').catch(() => ({ devices: [] }))).devices : [];
    const signed = new Map(all.map((one) => [one.deviceId.toString(), one]));
    const known = all.map((one) => {
      const device = one.deviceId.toString();
      const said = own.find((/** @type {{device: string}} */ other) => other.device === device);
      /** @type {DeviceTrust} */
      const made = {
        device,
        name: one.displayName ?? '',
        current: person === env.me && device === ring.device,
        state: one.isCrossSignedByOwner() ? 'signed' : 'foreign',
        fingerprint: inGroups(one.ed25519Key?.toBase64() ?? ''),
        login: said?.login ?? null,
        lastSeenAt: said?.lastSeenAt ?? null,
      };
      return made;
    });
    // What the server lists and the machine refuses.
    const refused = own.filter((/** @type {{device: string}} */ one) => !signed.has(one.device));
    return [...known, ...refused.map((/** @type {any} */ one) => ({ device: one.device, name: one.name, current: one.current, state: 'foreign', fingerprint: '', login: one.login, lastSeenAt: one.lastSeenAt }))]; // open; any: a Device
  }

  /** The statement that a device is gone, signed by the identity. @param {string} device @returns {Promise<string|null>} null: this device can't sign for it */
  async function statement(device) {
    const [found, own] = await Promise.all([within(machine.getDevice(named.user(env.me), named.device(device))), identity(env.me)]);
    if (!own || !(await within(machine.crossSigningStatus())).hasMaster) return null;
    const said = removal(env.me, device, found?.ed25519Key?.toBase64() ?? '');
    const key = `ed25519:${publicPart(own.masterKey)}`;
    const signatures = JSON.parse((await within(machine.sign(canonical(said)))).asJSON());
    const signature = signatures[userOf(env.me)]?.[key];
    return signature ? JSON.stringify({ ...said, signatures: { [key]: signature } }) : null;
  }

  /** @param {string} device @returns {Promise<boolean>} whether it had been trusted with the person's secrets */
  async function removeDevice(device) {
    await renew([env.me]);
    const trusted = Boolean((await within(machine.getDevice(named.user(env.me), named.device(device))))?.isCrossSignedByOwner());
    const signed = await statement(device);
    const exists = Boolean(await identity(env.me));
    // Without the signature a server could list the device again.
    if (exists && !signed) throw new KeyringError('notReady');
    await env.rest('POST', `/e2ee/devices/${device}/removal`, { statement: signed });
    await log.update();
    // A statement that the log does not have keeps no server from listing the device again.
    if (signed && log.removedAt(env.me, [device]) === undefined) throw new KeyringError('other');
    await requests.send(machine.queryKeysForUsers(named.users([env.me])));
    return trusted;
  }

  return { identity, ownDevice, isChanged, changedOf, trust, approve, devices, removeDevice };
}
