// @ts-check
/**
 * The one constructor of a message, wherever it comes from: the server, the page, or one's own hand before the
 * server has it. All of them have all fields, so that nobody has to ask whether one is there.
 *
 * @typedef {import('../wire.js').Message} Message
 * @typedef {import('./log.js').Pending} Pending
 * @typedef {Omit<Message, 'id'|'seq'|'version'> & {id: number|null, seq: number|null, version: number|null, extra?: Record<string, unknown>}} Shown
 * a message, or one that is being sent: then it has no id, seq and version yet, and what is sent along as `extra`
 */
import { NOTHING_HANGS } from '../wire.js';

const BLANK = Object.freeze({ replyTo: null, editedAt: null, deleted: false, ...NOTHING_HANGS });

/**
 * @template {Partial<Shown>} T
 * @param {T} fields as they came; a server of another version may leave out some
 * @returns {T & typeof BLANK}
 */
export const messageOf = (fields) => ({ ...BLANK, ...fields });

/** Whether a message stands in a thread only: the room does not show it. @param {{thread?: number, inRoom?: boolean}} message */
export const isAside = ({ thread, inRoom }) => Boolean(thread && !inRoom);

/** The same object as long as the entry is the same: nothing is drawn twice. @type {WeakMap<Pending, Shown>} */
const known = new WeakMap();

/**
 * One's own message before the server has it.
 * @param {Pending} entry
 * @param {import('../wire.js').User} me
 * @returns {Shown}
 */
export function pendingMessage(entry, me) {
  let message = known.get(entry);
  if (!message) {
    const { clientId, room, content, replyTo, at, extra } = entry;
    message = messageOf({ id: null, seq: null, version: null, room, clientId, sender: me, content, replyTo, extra, timestamp: new Date(at).toISOString() });
    known.set(entry, message);
  }
  return message;
}
