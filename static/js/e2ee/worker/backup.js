// @ts-check
/** The backup of room keys on the server, encrypted for a key that only this person's devices have. */
import { canonical, numberOf } from './ids.js';
import { codeOf, gathered, within } from './patience.js';
import { genuine } from './vouching.js';

/** Keys that came together are put into the backup together. */
const SOON_MS = 1000;
/** So long a session that the backup does not have is not asked for again. */
const AGAIN_MS = 60_000;
const PAGE = 500;
/** How the library calls the key of the backup. */
export const SECRET = 'm.megolm_backup.v1';

/** @typedef {{room: number, session: string, data: {session_data: {ephemeral: string, mac: string, ciphertext: string}}}} Kept */

/**
 * @param {import('./environment.d.ts').Ring} ring
 * @param {(came: {room: number, sessions: string[]}[]) => void} came keys came out of the backup
 */
export function createBackup(ring, came) {
  const { env, machine, named, requests } = ring;
  const { BackupDecryptionKey } = env.library;
  /** @type {Map<string, number>} */
  const asked = new Map();

  /** @returns {Promise<any>} what the server has; null: nothing; any: a Backup */
  const onServer = () => env.rest('GET', '/e2ee/backup').catch((error) => (codeOf(error) === 'notFound' ? null : Promise.reject(error)));

  /** The key of the backup and its version, if this device has them. */
  async function key() {
    const { decryptionKey, backupVersion } = await within(machine.getBackupKeys());
    return decryptionKey && backupVersion ? { key: decryptionKey, version: backupVersion } : null;
  }

  /** Begins a new backup, and hands its key to one's other devices. */
  async function create() {
    const made = BackupDecryptionKey.createRandomKey();
    const publicKey = made.megolmV1PublicKey.publicKeyBase64;
    const data = { public_key: publicKey };
    const signatures = JSON.parse((await within(machine.sign(canonical(data)))).asJSON());
    const { version } = await env.rest('POST', '/e2ee/backup', { authData: { ...data, signatures } });
    await within(machine.disableBackup());
    await within(machine.saveBackupDecryptionKey(made, String(version)));
    await within(machine.enableBackupV1(publicKey, String(version)));
    await requests.send(await within(machine.getMissingSessions(named.users([env.me]))));
    await within(machine.pushSecretToVerifiedDevices(SECRET));
    await requests.flush();
  }

  /** Whether a device is gone that has the key, and there is no other backup yet. @type {boolean|undefined} */
  let due;

  /** Begins another one, of which a device that is gone has no key; later, where it can't be now. @param {boolean} [gone] it went just now */
  async function renew(gone = false) {
    due ??= Boolean(await env.store.get('account', 'renew'));
    if (gone && !due) await env.store.put('account', 'renew', (due = true));
    if (!due) return false;
    if (await resume()) {
      // The one before goes with what is in it: nothing shall be missing here.
      await restore();
      await create();
    }
    await env.store.remove('account', 'renew');
    due = false;
    return true;
  }

  /** Goes on with the server's backup, if it is the one that this device has the key of. @returns {Promise<boolean>} */
  async function resume() {
    const own = await key();
    const there = own && (await onServer());
    if (!there || there.authData.public_key !== own.key.megolmV1PublicKey.publicKeyBase64) return false;
    if (String(there.version) !== own.version) await within(machine.saveBackupDecryptionKey(own.key, String(there.version)));
    if (!(await within(machine.isBackupEnabled()))) await within(machine.enableBackupV1(there.authData.public_key, String(there.version)));
    return true;
  }

  /** A key of the backup that another device of this person sent. @param {string} secret @returns {Promise<boolean>} whether it fits */
  async function take(secret) {
    const there = await onServer();
    const given = BackupDecryptionKey.fromBase64(secret);
    if (!there || given.megolmV1PublicKey.publicKeyBase64 !== there.authData.public_key) return false;
    if (await resume()) return true;
    // What there was before is no more.
    await within(machine.disableBackup());
    await within(machine.saveBackupDecryptionKey(given, String(there.version)));
    return resume();
  }

  const putUp = gathered(async () => {
    if (!(await within(machine.isBackupEnabled()))) return;
    for (;;) {
      const request = await within(machine.backupRoomKeys());
      if (!request) return;
      try {
        await requests.send(request);
      } catch (error) {
        // Another device began a new one.
        if (codeOf(error) === 'notFound') await within(machine.disableBackup());
        throw error;
      }
      const { total, backedUp } = await within(machine.roomKeyCounts());
      env.tell('progress', { what: 'backup', done: backedUp, total });
    }
  });

  /** @param {Kept[]} kept @param {{key: any, version: string}} own; any: the library's key */
  async function takeIn(kept, own) {
    /** @type {Map<any, Map<string, any>>}; any: the library's own */
    const rooms = new Map();
    /** @type {Map<number, Map<string, any>>}; any: the library's own */
    const byRoom = new Map();
    for (const { room, session, data } of /** @type {Kept[]} */ (await genuine(own.key.toBase64(), kept))) {
      try {
        const { ephemeral, mac, ciphertext } = data.session_data;
        const opened = JSON.parse(own.key.decryptV1(ephemeral, mac, ciphertext));
        if (!byRoom.has(room)) byRoom.set(room, new Map());
        byRoom.get(room)?.set(session, { ...opened, room_id: `!${room}:weconnect`, session_id: session });
      } catch {
        // One that was damaged does not keep the others.
      }
    }
    for (const [room, sessions] of byRoom) rooms.set(named.room(room), sessions);
    if (!rooms.size) return;
    const result = await within(machine.importBackedUpRoomKeys(rooms, () => undefined, own.version));
    came([...result.keys()].map(([room, senders]) => ({ room: numberOf(room), sessions: [...senders.values()].flatMap((ids) => [...ids]) })));
  }

  /** Everything that the backup has. */
  async function restore() {
    const own = await key();
    if (!own) return;
    const total = (await onServer())?.count ?? 0;
    let done = 0;
    for (let after = /** @type {number|null} */ (0); after !== null; ) {
      const page = await env.rest('GET', `/e2ee/backup/${own.version}/sessions?after=${after}&limit=${PAGE}`);
      await takeIn(page.sessions, own);
      done += page.sessions.length;
      env.tell('progress', { what: 'recover', done, total: Math.max(total, done) });
      after = page.next;
    }
  }

  /** Looks for one session. @param {number} room @param {string} session @param {boolean} [again] also if it was looked for a moment ago */
  async function fetch(room, session, again = false) {
    const last = asked.get(session);
    if (!again && last !== undefined && env.now() - last < AGAIN_MS) return;
    const own = await key();
    if (!own) return;
    asked.set(session, env.now());
    if (asked.size > 5000) asked.delete(/** @type {string} */ (asked.keys().next().value));
    const page = await env.rest('GET', `/e2ee/backup/${own.version}/sessions?room=${room}&session=${encodeURIComponent(session)}`);
    await takeIn(page.sessions.filter((/** @type {Kept} */ one) => one.room === room && one.session === session), own);
  }

  return {
    key,
    onServer,
    create,
    renew,
    resume,
    take,
    restore,
    fetch,
    putUp,
    /** Soon, together with what else comes. */
    putUpSoon: gathered(async () => {
      await env.wait(SOON_MS);
      await putUp().catch(() => {});
    }),
    /** The public part of its key; null: this device has none. */
    publicKey: async () => (await key())?.key.megolmV1PublicKey.publicKeyBase64 ?? null,
    isOn: () => within(machine.isBackupEnabled()),
    counts: () => within(machine.roomKeyCounts()),
  };
}
