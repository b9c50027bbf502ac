// @ts-check
/**
 * Which part of a room's messages is on the page. However long a room is, a bounded number of
 * nodes stands for it; the window moves over the list, and never across a gap.
 *
 * @typedef {import('../core/wire.js').Message} Message
 *
 * @typedef {object} Window
 * @property {number} first the first seq shown; 0 for as far back as a first look goes
 * @property {number} last the last seq shown; grows by itself while `tail` holds
 * @property {number} [around] a seq that is to be on the page; `first` and `last` may lie beyond a gap then
 * @property {boolean} tail whether new messages are shown as they come; a gap before them is waited for
 */
import { joined } from '../core/store/gaps.js';
import { position, segment } from '../core/store/log.js';
import { isAside } from '../core/store/message.js';

/**
 * @typedef {object} Held what the list is of
 * @property {import('../core/store/gaps.js').Range[]} [withheld] what does not come: nothing waits for it
 * @property {import('../core/store/types').Thread} [thread]
 * @property {number} [from] the first seq that the reader sees: nothing is before it
 */

export const MOST = 300;
export const STEP = 60;
/** How many are kept when the reader is at the bottom and the list has grown too long. */
const KEPT = 150;

/** @type {Window} */
export const NEWEST = { first: 0, last: Infinity, tail: true };

/**
 * Everything that is held around the window without a gap, whether or not it is shown.
 * @param {Message[]} list
 * @param {Window} window
 * @param {Held} held
 */
function stretch(list, window, { thread, withheld = [] }) {
  if (thread) return list;
  return list.slice(...segment(list, window.around ?? (Number.isFinite(window.last) ? window.last : undefined), withheld));
}

/** What a conversation shows of that: a room leaves out what stands in threads only. @param {Message[]} all @param {Held} held */
const shownOf = (all, { thread }) => (thread ? all : all.filter((message) => !isAside(message)));

/** What is shown of all that is held around the window. @param {Message[]} list @param {Window} window @param {Held} [held] */
export const stretchOf = (list, window, held = {}) => shownOf(stretch(list, window, held), held);

/** The seqs from one to another of the shown messages, and what is held unseen at the ends. @param {Message[]} all @param {Message[]} shown @param {number} start @param {number} end */
const span = (all, shown, start, end) => ({
  first: start > 0 ? shown[start].seq : all[0].seq,
  last: /** @type {Message} */ (end < shown.length ? shown[end - 1] : all.at(-1)).seq,
});

/**
 * What the window shows of a list, and the window as it is then.
 * @param {Message[]} list
 * @param {Window} window
 * @param {number} lastSeq the newest message there is
 * @param {boolean} atBottom whether the reader is at the bottom, so that the top may be cut
 * @param {Held} [held]
 * @returns {{messages: Message[], window: Window}}
 */
export function look(list, window, lastSeq, atBottom, held = {}) {
  const all = stretch(list, window, held);
  if (!all.length) return { messages: [], window };
  const shown = shownOf(all, held);
  let end = window.tail ? shown.length : position(shown, window.last + 1);
  let start = window.first ? position(shown, window.first) : Math.max(0, end - STEP * 2);
  if (start >= end) [start, end] = [Math.max(0, shown.length - STEP * 2), shown.length];
  const cut = end - start > MOST && !atBottom;
  if (cut) end = start + MOST;
  else if (end - start > MOST) start = end - KEPT;
  const { first, last } = span(all, shown, start, end);
  // Whoever follows the newest goes on doing so across a gap that is being filled.
  const tail = !cut && (window.tail || joined(held.withheld ?? [], last, lastSeq + 1));
  return { messages: shown.slice(start, end), window: { first, last, tail } };
}

/** Further back; the far end is cut off when it is too much. @param {Message[]} list @param {Window} window @param {Held} [held] @returns {Window} */
export function older(list, window, held = {}) {
  const all = stretch(list, window, held);
  const shown = shownOf(all, held);
  const start = Math.max(0, position(shown, window.first) - STEP);
  const { first, last } = span(all, shown, start, start + MOST);
  return { first, last: Math.min(window.last, last), tail: window.tail && window.last <= last };
}

/** Further on. @param {Message[]} list @param {Window} window @param {Held} [held] @returns {Window} */
export function newer(list, window, held = {}) {
  const all = stretch(list, window, held);
  const shown = shownOf(all, held);
  const end = Math.min(shown.length, position(shown, window.last + 1) + STEP);
  const { first, last } = span(all, shown, end - MOST, end);
  return { first: Math.max(window.first, first), last, tail: false };
}

/** The last seq of which one knows what became of it. @param {Pick<import('../core/store/log.js').Log, 'list'|'withheld'>} log */
export function reach({ list, withheld }) {
  const last = list.at(-1)?.seq ?? 0;
  return withheld.find(([first, end]) => first <= last + 1 && end > last)?.[1] ?? last;
}

/** Around one message. @param {number} seq @returns {Window} */
export const around = (seq) => ({ first: Math.max(1, seq - STEP), last: seq + STEP, around: seq, tail: false });

/** What there is beyond the window: in memory, on the server, or nothing. @param {Message[]} list @param {Window} window @param {number} lastSeq @param {Held} [held] */
export function beyond(list, window, lastSeq, held = {}) {
  const { thread, withheld = [], from = 1 } = held;
  if (!list.length) return { above: joined(withheld, from - 1, lastSeq + 1) ? 'nothing' : 'server', below: 'nothing' };
  const all = stretch(list, window, held);
  const [start, end] = [all[0].seq, /** @type {Message} */ (all.at(-1)).seq];
  const isWhole = thread ? thread.complete : joined(withheld, from - 1, start);
  const above = window.first > start ? 'memory' : isWhole ? 'nothing' : 'server';
  const below = window.last < end ? 'memory' : thread || joined(withheld, end, lastSeq + 1) ? 'nothing' : 'server';
  return { above, below };
}
