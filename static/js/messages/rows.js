// @ts-check
/**
 * What stands in the conversation, row by row: days, the line above what is new, messages, and at
 * the end what is still being sent.
 *
 * @typedef {import('../core/wire.js').Message} Message
 * @typedef {import('../core/store/log.js').Pending} Pending
 * @typedef {import('../core/store/message.js').Shown} Shown
 * @typedef {import('./message-item.js').View} View
 * @typedef {import('../core/store/gaps.js').Range} Range
 * @typedef {{key: string, day?: Date, unread?: boolean, gap?: Range, view?: View}} Row
 */
import { keyOf, pendingKey, position } from '../core/store/log.js';
import { pendingMessage } from '../core/store/message.js';
import { clock } from '../core/i18n/time.js';

/**
 * The messages that others reply to, by their ids: found in one walk through what is in memory.
 * @param {Message[]} list
 * @param {Message[]} elsewhere where one may be that is not in the list
 * @param {{replyTo: number|null}[]} shown
 * @returns {Map<number, Message>}
 */
function repliedTo(list, elsewhere, shown) {
  const wanted = new Set(shown.map(({ replyTo }) => replyTo).filter((id) => id !== null));
  const found = new Map();
  for (const all of [list, elsewhere]) {
    for (let i = all.length - 1; wanted.size && i >= 0; i -= 1) if (wanted.delete(all[i].id)) found.set(all[i].id, all[i]);
  }
  return found;
}

/**
 * @param {object} what
 * @param {Message[]} what.messages on the page
 * @param {Pending[]} what.pending to be shown behind them
 * @param {Pick<import('../core/store/log.js').Log, 'list'|'withheld'>} what.log everything in memory, for quotes, and what is withheld
 * @param {Message[]} [what.room] what is in memory of the room in which a thread is, for what it began with may answer that
 * @param {import('../core/wire.js').User} what.me
 * @param {number} what.unreadAfter the line stands before the first message of others after this seq
 * @returns {Row[]}
 */
export function rowsOf({ messages, pending, log: { list, withheld }, room = [], me, unreadAfter }) {
  /** @type {Row[]} */
  const rows = [];
  /** @type {Shown | undefined} */
  let before;
  // The line marks where the unread begins, not where the window does.
  let marked = !messages.length || messages[0].seq > unreadAfter + 1;
  let day = '';
  const replied = repliedTo(list, room, [...messages, ...pending]);
  /** What of the conversation is withheld between two seqs. @param {number} after @param {number} to */
  function gap(after, to) {
    const [first, last] = withheld.find((range) => range[1] > after && range[0] < to) ?? [0, 0];
    if (!last) return;
    rows.push({ key: `gap:${first}`, gap: [Math.max(first, after + 1), Math.min(last, to - 1)] });
    before = undefined;
  }

  const add = (/** @type {Shown} */ message, /** @type {View['state']} */ state, /** @type {string} */ key, /** @type {string} */ code = '', said = '') => {
    // What is being sent comes after what is there, whatever a clock says.
    const date = new Date(!message.seq && before && before.timestamp > message.timestamp ? before.timestamp : message.timestamp);
    const today = clock.key(date);
    if (today !== day) rows.push({ key: `day:${today}`, day: date });
    const line = !marked && (message.seq ?? 0) > unreadAfter && message.sender.id !== me.id;
    if (line) rows.push({ key: 'unread', unread: true });
    marked ||= line;
    const grouped = today === day && !line && !message.replyTo && !before?.deleted && clock.continues(before, message);
    const quoted = message.replyTo ? (replied.get(message.replyTo) ?? null) : undefined;
    rows.push({ key, view: { key, message, state, code, said, grouped, quoted } });
    day = today;
    before = message;
  };
  let last = list[position(list, messages[0]?.seq ?? 0) - 1]?.seq ?? 0;
  for (const message of messages) {
    if (withheld.length) gap(last, message.seq);
    add(message, '', keyOf(message));
    last = message.seq;
  }
  if (withheld.length) gap(last, list[position(list, last + 1)]?.seq ?? Infinity);
  for (const entry of pending) {
    add(pendingMessage(entry, me), entry.status, pendingKey(entry, me.id), entry.code, entry.said);
  }
  return rows;
}

/** How long nothing may have come before something fades in. */
const CALM_MS = 1000;

/**
 * Where one message comes after the other none fades in: the page would be drawn anew all the time, and typing be slow.
 * @param {() => number} now milliseconds
 * @returns {() => boolean} told each time that something comes; whether it may fade in
 */
export function createCalm(now) {
  let last = -Infinity;
  return () => {
    const before = last;
    last = now();
    return last - before >= CALM_MS;
  };
}
