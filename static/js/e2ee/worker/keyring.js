// @ts-check
/** What the page asks of the worker, put together. */
import { noteDevice, openAccount } from './account.js';
import { createBackup } from './backup.js';
import { createDrawer } from './drawer.js';
import { createIdentityLog } from './identity-log.js';
import { named as namedBy } from './ids.js';
import { createIdentity } from './identity.js';
import { createInbox } from './inbox.js';
import { createMissing } from './missing.js';
import { createNudging } from './nudging.js';
import { createOpening } from './opening.js';
import { gathered, isTransient, within } from './patience.js';
import { createOwn } from './own.js';
import { createPieces } from './pieces.js';
import { createReports } from './reports.js';
import { createRequests } from './requests.js';
import { createSealing } from './sealing.js';
import { createSearch } from './search.js';
import { createSeen } from './seen.js';
import { createSettings } from './settings.js';
import { createSharing } from './sharing.js';
import { createStanding } from './standing.js';
import { createTrust } from './trust.js';
import { createVerification } from './verification.js';

const HISTORY_PAGE = 100;
const PATIENCE_MS = 500;
const FIRST_PAUSE_MS = 1000;
const LAST_PAUSE_MS = 60_000;

/**
 * Opens what this browser has of a person's keys, or makes a new device.
 * @param {import('./environment.d.ts').Environment} env
 * @returns {Promise<import('./api.d.ts').Keyring>}
 */
export async function openKeyring(env) {
  const { library } = env;
  const named = namedBy(library);
  const account = await openAccount(env);
  const { device } = account;
  const handle = await env.openStore(account.key);
  const machine = await within(library.OlmMachine.initFromStore(named.user(env.me), named.device(device), handle));

  const log = await createIdentityLog({
    env,
    changed: (people) => sharing.outdated(people),
    parted: () => void standing.tell().catch(() => {}),
  });
  const requests = createRequests({ env, machine, device, admit: async (found) => log.admit(found) });
  const ring = { env, machine, device, named, requests, log };

  const settings = createSettings(env);
  /** @type {ReturnType<typeof createTrust>} */
  const trust = createTrust(ring, (people, anew) => sharing.learn(people, anew));
  const sharing = createSharing(ring, (people) => trust.changedOf(people), () => sync(), settings);
  const search = createSearch(env);
  const backup = createBackup(ring, (came) => came.length && env.tell('keys', came));
  const nudging = createNudging(ring);
  const missing = createMissing(ring, backup, nudging.nudge);
  const standing = createStanding(ring, { account, trust, backup });
  const identity = createIdentity(ring, { standing, trust, backup, sharing });
  const verification = createVerification(ring, { learn: sharing.learn, done: (person) => identity.verified(person) });
  const seal = createSealing(ring, sharing, settings);
  const open = createOpening(ring, { sharing, settings, search, seen: createSeen(env), made: account.made, locked: async () => !(await standing.isReady()), missing: missing.add });
  const reports = createReports(env);
  const { keep, kept } = createDrawer(env);
  const { sealOwn, openOwn } = createOwn(backup);
  const sync = createInbox(ring, {
    stale: sharing.stale,
    verifying: (people) => verification.look(people),
    secret: async (secret) => {
      const fits = await backup.take(secret);
      if (fits) backup.restore().then(() => standing.tell(true)).catch(() => {});
      return fits;
    },
    unread: nudging.nudgeKey,
    lost: missing.again,
  });

  // The library waits for what these come to: they only note.
  machine.registerRoomKeyUpdatedCallback(async (/** @type {Parameters<typeof missing.came>[0]} */ infos) => {
    missing.came(infos);
    backup.putUpSoon().catch(() => {});
  });
  machine.registerUserIdentityUpdatedCallback(async (/** @type {{toString(): string}} */ user) => identity.changed(user.toString()));

  let there = false;
  async function fetchNews() {
    await requests.flush();
    if (!there) await noteDevice(env, { there: true });
    there = true;
    await sync();
    await standing.tell(await backup.renew());
  }

  /** What failed for a while is tried again, in longer and longer pauses. */
  const again = gathered(async () => {
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LAST_PAUSE_MS)) {
      await env.wait(pause);
      const failed = await fetchNews().then(() => null, (error) => error);
      if (!failed || !isTransient(failed)) return;
    }
  });

  async function news() {
    try {
      await fetchNews();
    } catch (error) {
      if (isTransient(error)) again().catch(() => {});
      throw error;
    }
  }

  /** @param {number} room */
  async function indexAll(room) {
    let done = 0;
    for (let before = /** @type {number|null} */ (null); ; ) {
      const page = await env.rest('GET', `/rooms/${room}/messages?limit=${HISTORY_PAGE}${before === null ? '' : `&before=${before}`}`);
      await open(page.messages.filter((/** @type {import('./environment.d.ts').Message} */ one) => one.sealed || one.deleted));
      done += page.messages.length;
      before = page.messages[0]?.seq ?? null;
      env.tell('progress', { what: 'index', room, done, total: done + Math.max(0, (before ?? 1) - 1) });
      if (page.complete || before === null) break;
    }
    await search.save();
  }

  /** First the key of the library's store: without it that is of no use, however long a browser takes to let go of it. */
  async function wipe() {
    await env.store.wipe();
    machine.close();
    await Promise.race([env.dropStore(), env.wait(PATIENCE_MS)]);
  }

  // One's own identity is known from the start.
  await within(machine.updateTrackedUsers(named.users([env.me])));
  await news().catch((error) => (isTransient(error) ? null : Promise.reject(error)));
  await backup.resume().catch(() => {});
  // What a life before had no time for.
  backup.putUpSoon().catch(() => {});

  return {
    status: standing.status,
    setUp: identity.setUp,
    checkRecovery: identity.checkRecovery,
    recover: identity.recover,
    replaceRecovery: identity.replaceRecovery,
    reset: identity.reset,
    prepare: sharing.prepare,
    seal,
    open: async (messages) => reports.note(await open(messages)),
    reports: reports.isOn,
    setReports: reports.set,
    askForKeys: missing.askFor,
    trust: trust.trust,
    approve: trust.approve,
    acceptLog: async () => {
      await log.accept();
      await standing.tell();
    },
    devices: trust.devices,
    removeDevice: async (gone) => {
      const trusted = await trust.removeDevice(gone);
      sharing.stale([env.me]);
      // It has the key of the backup.
      if (trusted) await backup.renew(true).then(standing.tell, () => {});
    },
    requestVerification: verification.request,
    acceptVerification: verification.accept,
    startEmoji: verification.startEmoji,
    confirmEmoji: verification.confirmEmoji,
    code: verification.code,
    scanned: verification.scanned,
    confirmScanned: verification.confirmScanned,
    cancelVerification: verification.cancel,
    verifications: async () => verification.view(),
    search: search.find,
    indexAll,
    keep,
    kept,
    sealOwn,
    openOwn,
    ...createPieces(env),
    encryptedRooms: settings.rooms,
    sealedFrom: settings.from,
    news,
    unsaved: identity.unsaved,
    wipe,
  };
}
