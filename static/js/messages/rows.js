// @ts-check
/**
 * What stands in the conversation, row by row: days, the line above what is new, messages, and at
 * the end what is still being sent.
 *
 * @typedef {import('../core/wire.js').Message} Message
 * @typedef {import('../core/store/log.js').Pending} Pending
 * @typedef {import('./message-item.js').View} View
 * @typedef {{key: string, day?: Date, unread?: boolean, view?: View}} Row
 */
import { keyOf, pendingKey } from '../core/store/log.js';
import { clock } from '../core/i18n/time.js';

/**
 * One's own message before the server has it, in the shape of a message.
 * @param {Pending} entry
 * @param {import('../core/wire.js').User} me
 * @returns {any}
 */
function draftOf(entry, me) {
  const { clientId, room, content, replyTo, at } = entry;
  return {
    id: null, room, seq: null, version: null, sender: me, content, timestamp: new Date(at).toISOString(),
    clientId, replyTo, editedAt: null, deleted: false, reactions: [], mentions: [], attachments: [],
  };
}

/** The same object as long as the entry is the same: nothing is drawn twice. @type {WeakMap<Pending, any>} */
const drafts = new WeakMap();

/** @param {Pending} entry @param {import('../core/wire.js').User} me */
function pendingMessage(entry, me) {
  const known = drafts.get(entry);
  if (known) return known;
  const message = draftOf(entry, me);
  drafts.set(entry, message);
  return message;
}

/**
 * The messages that others reply to, by their ids: found in one walk through what is in memory.
 * @param {Message[]} list
 * @param {{replyTo: number|null}[]} shown
 * @returns {Map<number, Message>}
 */
function repliedTo(list, shown) {
  const wanted = new Set(shown.map(({ replyTo }) => replyTo).filter((id) => id !== null));
  const found = new Map();
  for (let i = list.length - 1; wanted.size && i >= 0; i -= 1) if (wanted.delete(list[i].id)) found.set(list[i].id, list[i]);
  return found;
}

/**
 * @param {object} what
 * @param {Message[]} what.messages on the page
 * @param {Pending[]} what.pending to be shown behind them
 * @param {Message[]} what.list everything in memory, for quotes
 * @param {import('../core/wire.js').User} what.me
 * @param {number} what.unreadAfter the line stands before the first message of others after this seq
 * @returns {Row[]}
 */
export function rowsOf({ messages, pending, list, me, unreadAfter }) {
  /** @type {Row[]} */
  const rows = [];
  /** @type {any} */
  let before;
  // The line marks where the unread begins, not where the window does.
  let marked = !messages.length || messages[0].seq > unreadAfter + 1;
  let day = '';
  const replied = repliedTo(list, [...messages, ...pending]);
  const add = (/** @type {any} */ message, /** @type {View['state']} */ state, /** @type {string} */ key, /** @type {string} */ code = '', said = '') => {
    // What is being sent comes after what is there, whatever a clock says.
    const date = new Date(!message.seq && before && before.timestamp > message.timestamp ? before.timestamp : message.timestamp);
    const today = clock.key(date);
    if (today !== day) rows.push({ key: `day:${today}`, day: date });
    const line = !marked && message.seq > unreadAfter && message.sender.id !== me.id;
    if (line) rows.push({ key: 'unread', unread: true });
    marked ||= line;
    const grouped = today === day && !line && !message.replyTo && !before?.deleted && clock.continues(before, message);
    const quoted = message.replyTo ? (replied.get(message.replyTo) ?? null) : undefined;
    rows.push({ key, view: { key, message, state, code, said, grouped, quoted } });
    day = today;
    before = message;
  };
  for (const message of messages) add(message, '', keyOf(message));
  for (const entry of pending) {
    add(pendingMessage(entry, me), entry.status, pendingKey(entry, me.id), entry.code, entry.said);
  }
  return rows;
}
