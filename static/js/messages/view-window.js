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
import { position, segment } from '../core/store/log.js';

export const MOST = 300;
export const STEP = 60;
/** How many are kept when the reader is at the bottom and the list has grown too long. */
const KEPT = 150;

/** @type {Window} */
export const NEWEST = { first: 0, last: Infinity, tail: true };

/** @param {Message[]} list @param {Window} window @returns {[number, number]} the segment the window is in */
const stretch = (list, window) => segment(list, window.around ?? (Number.isFinite(window.last) ? window.last : undefined));

/** Everything that is held around the window without a gap. @param {Message[]} list @param {Window} window */
export const stretchOf = (list, window) => list.slice(...stretch(list, window));

/**
 * What the window shows of a list, and the window as it is then.
 * @param {Message[]} list
 * @param {Window} window
 * @param {number} lastSeq the newest message there is
 * @param {boolean} atBottom whether the reader is at the bottom, so that the top may be cut
 * @returns {{messages: Message[], window: Window}}
 */
export function look(list, window, lastSeq, atBottom) {
  const [from, to] = stretch(list, window);
  if (from === to) return { messages: [], window };
  let end = window.tail ? to : Math.min(to, position(list, window.last + 1));
  let start = window.first ? Math.max(from, position(list, window.first)) : Math.max(from, end - STEP * 2);
  if (start >= end) [start, end] = [Math.max(from, to - STEP * 2), to];
  const cut = end - start > MOST && !atBottom;
  if (cut) end = start + MOST;
  else if (end - start > MOST) start = end - KEPT;
  const last = list[end - 1].seq;
  // Whoever follows the newest goes on doing so across a gap that is being filled.
  const tail = !cut && (window.tail || last >= lastSeq);
  return { messages: list.slice(start, end), window: { first: list[start].seq, last, tail } };
}

/** Further back; the far end is cut off when it is too much. @param {Message[]} list @param {Window} window @returns {Window} */
export function older(list, window) {
  const [from] = stretch(list, window);
  const start = Math.max(from, position(list, window.first) - STEP);
  const first = list[start].seq;
  const last = Math.min(window.last, first + MOST - 1);
  return { first, last, tail: window.tail && last === window.last };
}

/** Further on. @param {Message[]} list @param {Window} window @returns {Window} */
export function newer(list, window) {
  const [, to] = stretch(list, window);
  const end = Math.min(to, position(list, window.last + 1) + STEP);
  const last = list[end - 1].seq;
  return { first: Math.max(window.first, last - MOST + 1), last, tail: false };
}

/** Around one message. @param {number} seq @returns {Window} */
export const around = (seq) => ({ first: Math.max(1, seq - STEP), last: seq + STEP, around: seq, tail: false });

/** What there is beyond the window: in memory, on the server, or nothing. @param {Message[]} list @param {Window} window @param {number} lastSeq */
export function beyond(list, window, lastSeq) {
  if (!list.length) return { above: lastSeq ? 'server' : 'nothing', below: 'nothing' };
  const [from, to] = stretch(list, window);
  const above = window.first > list[from].seq ? 'memory' : list[from].seq > 1 ? 'server' : 'nothing';
  const end = list[to - 1].seq;
  const below = window.last < end ? 'memory' : end < lastSeq ? 'server' : 'nothing';
  return { above, below };
}
