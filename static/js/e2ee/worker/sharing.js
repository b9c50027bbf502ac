// @ts-check
/**
 * Who gets a room's key. A session of the machine serves 100 messages or a week, and ends when somebody, or a device, leaves.
 * In large rooms the keys are fetched and handed out in pieces, before the first message and not when Enter is pressed.
 */
import { userOf } from './ids.js';
import { KeyringError, inTurn, pieces, within } from './patience.js';
import { indexOf } from './seen.js';

/** People at once: what they take is a tenth of a second. */
const AT_ONCE = 20;
/** Messages to a session. The machine would stop at MACHINE_MESSAGES, without a word. */
const MESSAGES = 100;
const MACHINE_MESSAGES = 500n;
/** With so many left, the next session is made as soon as nobody has written for IDLE_MS: Enter does not wait for it. */
const SOON = 20;
const IDLE_MS = 3000;
const AGE_MS = 7 * 24 * 3600 * 1000;
/** In microseconds. */
const MACHINE_AGE = BigInt(8 * 24 * 3600) * 1_000_000n;

/**
 * @typedef {object} Shared a room's session, as this life of the worker made it
 * @property {number[]} people
 * @property {number} version of the room's keys
 * @property {number} left messages
 * @property {number} until
 * @property {boolean} due devices changed: it is to be shared again
 */

/**
 * @param {import('./environment.d.ts').Ring} ring
 * @param {(person: number[]) => Promise<number[]>} changedOf which of these people's identities changed, and nobody said yes to
 * @param {() => Promise<void>} sync fetches whose devices changed
 * @param {ReturnType<typeof import('./settings.js').createSettings>} rooms
 */
export function createSharing(ring, changedOf, sync, rooms) {
  const { env, machine, named, requests } = ring;
  /** @type {Map<number, Shared>} */
  const shared = new Map();
  /** @type {Set<number>} of whom the log says that a device is gone: their keys are asked for before anything is sealed */
  const outdated = new Set();
  /** @type {Map<number, ReturnType<typeof inTurn>>} */
  const turns = new Map();

  /** Work on a room's session, one after the other. @template T @param {number} room @param {() => Promise<T>} work @returns {Promise<T>} */
  function alone(room, work) {
    const turn = turns.get(room) ?? inTurn();
    turns.set(room, turn);
    return turn(work);
  }

  const settings = () => {
    const made = new env.library.EncryptionSettings();
    made.sharingStrategy = env.library.CollectStrategy.identityBasedStrategy();
    made.rotationPeriodMessages = MACHINE_MESSAGES;
    made.rotationPeriod = MACHINE_AGE;
    return made;
  };

  /**
   * Knows the devices of people, as they are now.
   * @param {number[]} people
   * @param {number[]} [anew] those of them of whom the server's news may have said nothing for a while
   */
  async function learn(people, anew = []) {
    const tracked = new Set([...(await within(machine.trackedUsers()))].map(String));
    const known = (/** @type {number} */ person) => tracked.has(userOf(person));
    for (const some of pieces(anew.filter(known), AT_ONCE)) await requests.send(machine.queryKeysForUsers(named.users(some)));
    const unknown = people.filter((person) => !known(person));
    for (const some of pieces(unknown, AT_ONCE)) {
      await within(machine.updateTrackedUsers(named.users(some)));
      await requests.flush();
    }
    await requests.flush();
  }

  /** @param {number} room @param {number[]} people */
  async function share(room, people) {
    for (const some of pieces(people, AT_ONCE)) await requests.send(await within(machine.getMissingSessions(named.users(some))));
    const before = shared.get(room);
    // A session that everybody here may go on to read is shared with all at once; a new one grows piece by piece.
    const kept = before && before.left > 0 && before.until > env.now() && before.people.every((person) => people.includes(person));
    if (before && !kept) await within(machine.invalidateGroupSession(named.room(room)));
    const first = kept || !before ? people.length : AT_ONCE;
    for (let upTo = Math.min(first, people.length); ; upTo = Math.min(upTo + AT_ONCE, people.length)) {
      for (const mail of await within(machine.shareRoomKey(named.room(room), named.users(people.slice(0, upTo)), settings()))) await requests.send(mail);
      if (upTo >= people.length) break;
    }
    return kept ? before : { left: MESSAGES, until: env.now() + AGE_MS };
  }

  /**
   * @param {number} room @param {boolean} ask the server who is in the room, however fresh one's knowledge is
   * @returns {Promise<Shared>} rejects with `identityChanged`, `notReady`
   */
  async function ready(room, ask) {
    const now = shared.get(room);
    const good = (/** @type {Shared|undefined} */ one) => one && !one.due && one.left > 0 && one.until > env.now();
    if (!ask && now && good(now)) return now;
    const { people, keysVersion: version } = await env.rest('GET', `/e2ee/rooms/${room}`);
    if (now && good(now) && now.version === version) return now;
    // Whose devices others are now, the news say.
    if (now?.version !== version) await sync();
    // Of somebody who was in no common room for a while one has heard nothing.
    const before = await rooms.people(room);
    const anew = people.filter((/** @type {number} */ person) => outdated.has(person) || (person !== env.me && !before.includes(person)));
    const gone = anew.filter((/** @type {number} */ person) => outdated.delete(person));
    await learn(people, anew).catch((error) => {
      for (const person of gone) outdated.add(person);
      throw error;
    });
    const changed = await changedOf(people);
    if (changed.length) throw new KeyringError('identityChanged', { people: changed });
    // What changes while this goes on is due afterwards.
    if (now) now.due = false;
    let session;
    try {
      session = await share(room, people);
    } catch (error) {
      shared.delete(room);
      if (error instanceof KeyringError) throw error;
      if (typeof (/** @type {any} */ (error)?.code) === 'string') throw error; // open; any: whatever was thrown
      throw new KeyringError('notReady', { cause: error });
    }
    const made = { ...session, people, version, due: now?.due ?? false };
    shared.set(room, made);
    if (before.join() !== people.join()) await rooms.sharedWith(room, people);
    return made;
  }

  /** A message was sealed. How many are left its place says: an earlier life of the worker may have sealed some. @param {number} room @param {string} ciphertext */
  function used(room, ciphertext) {
    const now = shared.get(room);
    if (!now) return;
    now.left = Math.min(now.left, MESSAGES - (indexOf(ciphertext) ?? 0)) - 1;
    if (now.left <= SOON) renew(room, now, now.left).catch(() => {});
  }

  /** @param {number} room @param {Shared} session @param {number} left */
  async function renew(room, session, left) {
    await env.wait(IDLE_MS);
    if (shared.get(room) !== session || session.left !== left) return;
    session.left = 0;
    await alone(room, () => ready(room, false));
  }

  /** The session is of no more use. @param {number} room */
  async function drop(room) {
    shared.delete(room);
    await within(machine.invalidateGroupSession(named.room(room)));
  }

  /** Devices of people came, went or lost what they were sent. @param {number[]} people */
  function stale(people) {
    for (const one of shared.values()) if (one.people.some((person) => people.includes(person))) one.due = true;
  }

  return {
    alone,
    ready,
    learn,
    used,
    drop,
    prepare: (/** @type {number} */ room) => alone(room, async () => void (await ready(room, true))),
    stale,
    /** Devices of people are gone, whatever the server lists. @param {number[]} people */
    outdated(people) {
      for (const person of people) outdated.add(person);
      stale(people);
    },
    /** Everything is to be shared again. */
    staleAll: () => shared.forEach((one) => (one.due = true)),
  };
}
