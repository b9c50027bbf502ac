// @ts-check
/**
 * Which place in a sender's session belongs to which message: each place serves one message, and later places stand later
 * in the room. A message that was sent once and is shown twice, or in another order, comes out.
 */
import { fromBase64 } from './ids.js';

/** Clients that follow docs/encryption.md begin a new session after 100 messages: of others no more is remembered than this. */
const MOST_PLACES = 1000;
/** Sessions that are kept at hand. */
const AT_HAND = 200;

/**
 * @typedef {[message: number, seq: number, base: number]} Place `base`: the version that an edit changed; 0: no edit
 * @typedef {{base: number, version: number}} Newest of a message: the newest edit that was seen, and in which version
 */

/** The place in its session, as a Megolm message says it (byte 3: tag 8, then a varint). @param {string} ciphertext @returns {number|null} */
export function indexOf(ciphertext) {
  const bytes = fromBase64(ciphertext.slice(0, 16));
  if (bytes[0] !== 3 || bytes[1] !== 8) return null;
  let index = 0;
  for (let at = 2; at < bytes.length; at += 1) {
    index += (bytes[at] & 127) * 2 ** (7 * (at - 2));
    if (bytes[at] < 128) return index;
  }
  return null;
}

/** @param {import('./environment.d.ts').Environment} env */
export function createSeen({ store }) {
  /** @type {Map<string, Record<string, Place>>} */
  const sessions = new Map();

  /** @param {string} session */
  async function of(session) {
    const places = sessions.get(session) ?? (await store.get('seen', session)) ?? {};
    sessions.delete(session);
    sessions.set(session, places);
    if (sessions.size > AT_HAND) sessions.delete(/** @type {string} */ (sessions.keys().next().value));
    return places;
  }

  /**
   * Notes a message that is genuine otherwise.
   * @param {{id: number, seq: number, version: number, session: string, ciphertext: string, base: number}} what
   * @returns {Promise<'replayed'|'moved'|'damaged'|'older'|null>} null: it is the first with this place, or the same as before; `older`: so it is, but
   * a newer version was seen
   */
  async function note({ id, seq, version, session, ciphertext, base }) {
    const index = indexOf(ciphertext);
    if (index === null || index > MOST_PLACES) return 'damaged';
    const places = await of(session);
    const before = places[index];
    if (before && (before[0] !== id || before[1] !== seq || before[2] !== base)) return 'replayed';
    /** @type {Newest|undefined} */
    const newest = await store.get('seen', `m${id}`);
    // The server may show an old version, but not as the newest.
    const older = newest && base < newest.base ? 'older' : null;
    if (older && newest && version >= newest.version) return 'replayed';
    if (before) return older;
    if (!base) {
      const others = Object.entries(places).filter(([, place]) => !place[2]);
      if (others.some(([other, place]) => Number(other) < index !== place[1] < seq)) return 'moved';
    }
    places[index] = [id, seq, base];
    await store.put('seen', session, places);
    if (base && base >= (newest?.base ?? 0)) await store.put('seen', `m${id}`, { base, version });
    return older;
  }

  return { note };
}
