// @ts-check
/** How things stand for the person on this device. */
import { noteDevice } from './account.js';
import { codeOf, within } from './patience.js';
import { opensBackup } from './recovery.js';
import { publicPart } from './trust.js';

/** @typedef {import('./api.d.ts').Status} Status */

/**
 * @param {import('./environment.d.ts').Ring} ring
 * @param {object} with_
 * @param {import('./account.js').Account} with_.account
 * @param {ReturnType<typeof import('./trust.js').createTrust>} with_.trust
 * @param {ReturnType<typeof import('./backup.js').createBackup>} with_.backup
 */
export function createStanding(ring, { account, trust, backup }) {
  const { env, machine, named, log } = ring;
  /** What the server had last, for the time without it; null: it was not asked yet. */
  let recovery = /** @type {boolean|null} */ (null);
  let onServer = false;
  let outdated = false;
  let told = '';
  let lost = account.lost;

  const own = () => trust.identity(env.me);
  const stored = () => env.rest('GET', '/e2ee/recovery').catch((error) => (codeOf(error) === 'notFound' ? null : Promise.reject(error)));

  async function isReady() {
    const [identity, device] = [await own(), await trust.ownDevice()];
    return Boolean(identity?.isVerified() && device?.isCrossSignedByOwner());
  }

  /** @param {boolean} fresh ask the server as well @returns {Promise<Status>} */
  async function describe(fresh) {
    const identity = await own();
    const ready = await isReady();
    if (ready && lost) {
      lost = false;
      await noteDevice(env, { lost: false });
    }
    // Before there is an identity, nothing was kept of it.
    if ((fresh || recovery === null) && identity) {
      const [kept, there] = [await stored().catch(() => undefined), await backup.onServer().catch(() => undefined)];
      if (kept !== undefined) recovery = Boolean(kept);
      if (there !== undefined) onServer = Boolean(there);
      if (kept && there) outdated = !opensBackup(kept.sealed, there.authData.public_key);
    }
    const { total, backedUp } = await backup.counts();
    const devices = (await within(machine.getUserDevices(named.user(env.me)))).devices();
    const others = devices.filter((/** @type {import('./environment.d.ts').LibraryDevice} */ one) => one.isCrossSignedByOwner() && one.deviceId.toString() !== ring.device).length;
    return {
      state: ready ? 'ready' : identity ? (lost ? 'lost' : 'locked') : 'new',
      device: ring.device,
      // Another one in the log than here: somebody is shown that one.
      identityChanged: trust.isChanged(identity) || Boolean(identity && log.master(env.me) && log.master(env.me) !== publicPart(identity.masterKey)),
      backup: { exists: onServer, trusted: await backup.isOn(), toGo: total - backedUp },
      recovery,
      outdated,
      others,
      split: log.split(),
      persisted: env.persisted,
    };
  }

  /** Tells how things stand, if that is news. @param {boolean} [fresh] ask the server as well */
  async function tell(fresh = false) {
    const now = await describe(fresh);
    if (JSON.stringify(now) === told) return;
    told = JSON.stringify(now);
    env.tell('status', now);
  }

  return {
    own,
    stored,
    isReady,
    tell,
    status: () => describe(true),
    /** There are a backup and a recovery key now. */
    kept() {
      recovery = onServer = true;
      outdated = false;
    },
  };
}
