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

/** @typedef {import('../core/store/gaps.js').Range[]} Withheld what does not come: nothing waits for it */

export const MOST = 300;
export const STEP = 60;
/** How many are kept when the reader is at the bottom and the list has grown too long. */
const KEPT = 150;

/** @type {Window} */
export const NEWEST = { first: 0, last: Infinity, tail: true };

/** @param {Message[]} list @param {Window} window @param {Withheld} withheld @returns {[number, number]} the segment the window is in */
const stretch = (list, window, withheld) => segment(list, window.around ?? (Number.isFinite(window.last) ? window.last : undefined), withheld);

/** Everything that is held around the window without a gap. @param {Message[]} list @param {Window} window @param {Withheld} [withheld] */
export const stretchOf = (list, window, withheld = []) => list.slice(...stretch(list, window, withheld));

/**
 * What the window shows of a list, and the window as it is then.
 * @param {Message[]} list
 * @param {Window} window
 * @param {number} lastSeq the newest message there is
 * @param {boolean} atBottom whether the reader is at the bottom, so that the top may be cut
 * @param {Withheld} [withheld]
 * @returns {{messages: Message[], window: Window}}
 */
export function look(list, window, lastSeq, atBottom, withheld = []) {
  const [from, to] = stretch(list, window, withheld);
  if (from === to) return { messages: [], window };
  let end = window.tail ? to : Math.min(to, position(list, window.last + 1));
  let start = window.first ? Math.max(from, position(list, window.first)) : Math.max(from, end - STEP * 2);
  if (start >= end) [start, end] = [Math.max(from, to - STEP * 2), to];
  const cut = end - start > MOST && !atBottom;
  if (cut) end = start + MOST;
  else if (end - start > MOST) start = end - KEPT;
  const last = list[end - 1].seq;
  // Whoever follows the newest goes on doing so across a gap that is being filled.
  const tail = !cut && (window.tail || joined(withheld, last, lastSeq + 1));
  return { messages: list.slice(start, end), window: { first: list[start].seq, last, tail } };
}

/** Further back; the far end is cut off when it is too much. @param {Message[]} list @param {Window} window @param {Withheld} [withheld] @returns {Window} */
export function older(list, window, withheld = []) {
  const [from] = stretch(list, window, withheld);
  const start = Math.max(from, position(list, window.first) - STEP);
  const first = list[start].seq;
  const last = Math.min(window.last, first + MOST - 1);
  return { first, last, tail: window.tail && last === window.last };
}

/** Further on. @param {Message[]} list @param {Window} window @param {Withheld} [withheld] @returns {Window} */
export function newer(list, window, withheld = []) {
  const [, to] = stretch(list, window, withheld);
  const end = Math.min(to, position(list, window.last + 1) + STEP);
  const last = list[end - 1].seq;
  return { first: Math.max(window.first, last - MOST + 1), last, tail: false };
}

/** The last seq of which one knows what became of it. @param {Pick<import('../core/store/log.js').Log, 'list'|'withheld'>} log */
export function reach({ list, withheld }) {
  const last = list.at(-1)?.seq ?? 0;
  return withheld.find(([first, end]) => first <= last + 1 && end > last)?.[1] ?? last;
}

/** Around one message. @param {number} seq @returns {Window} */
export const around = (seq) => ({ first: Math.max(1, seq - STEP), last: seq + STEP, around: seq, tail: false });

/** What there is beyond the window: in memory, on the server, or nothing. @param {Message[]} list @param {Window} window @param {number} lastSeq @param {Withheld} [withheld] */
export function beyond(list, window, lastSeq, withheld = []) {
  if (!list.length) return { above: joined(withheld, 0, lastSeq + 1) ? 'nothing' : 'server', below: 'nothing' };
  const [from, to] = stretch(list, window, withheld);
  const above = window.first > list[from].seq ? 'memory' : joined(withheld, 0, list[from].seq) ? 'nothing' : 'server';
  const end = list[to - 1].seq;
  const below = window.last < end ? 'memory' : joined(withheld, end, lastSeq + 1) ? 'nothing' : 'server';
  return { above, below };
}
