// @ts-check
/**
 * The messages of one conversation as plain data.
 *
 * Every message has a `seq` (its place, without a hole in the room) and a `version` (its last
 * change). Merging keeps, for each seq, the copy with the highest version. That is all that is
 * needed to make the order in which copies arrive, and how often, irrelevant.
 *
 * `list` is sorted by seq and may have holes: a page from long ago beside the newest ones, or a
 * change of a message that was never loaded. A view shows one unbroken segment of it.
 *
 * @typedef {import('../wire.js').Message} Message
 *
 * @typedef {object} Pending a message of one's own that the server has not confirmed
 * @property {string} clientId
 * @property {number} room
 * @property {string} [key] of the log that it stands in; without one that of its room
 * @property {string} content
 * @property {number|null} replyTo
 * @property {number} at when it was written, milliseconds
 * @property {'pending'|'failed'} status
 * @property {string} [code] why it failed
 * @property {string} [said] the server's sentence about it
 * @property {string} [why] the reason of a step of the outbox that held it back
 * @property {string[]} [done] the steps of the outbox that it has behind it
 * @property {Record<string, unknown>} [extra] what those steps add to what is sent
 *
 * @typedef {object} Log
 * @property {Message[]} list sorted by seq, one entry a seq
 * @property {Pending[]} pending in the order written
 * @property {number} version every change up to this room version is in the list
 * @property {number[]} ahead versions seen beyond a gap, sorted
 * @property {number} target the highest version that the server is known to have
 * @property {import('./gaps.js').Range[]} withheld what it did not hand out although it was asked for it
 * @property {number} [from] the seq of the first message that the reader sees, where that is not the room's first
 * @property {boolean} loaded whether the room was fetched at least once
 * @property {import('./types').Thread} [thread] only of the log of a thread: nothing is missing between the messages of its list
 */
import { healed, joined } from './gaps.js';
import { messageOf } from './message.js';

/**
 * The key of the log in which something stands that was said. Nobody takes a key apart: that of a room is made here.
 * @param {{room: number, key?: string}} said
 */
export const logOf = ({ room, key = `room:${room}` }) => key;

/** The key of a room's log. @param {number|null} room */
export const roomLog = (room) => logOf({ room: room ?? 0 });

/** The rooms that are on the page, once each: of them every change is heard. @param {PageState} state */
export const roomsShown = ({ roomId, beside }) => [...new Set(roomId === null ? beside : [roomId, ...beside])];

/** @returns {Log} */
export const emptyLog = () => ({ list: [], pending: [], version: 0, ahead: [], target: 0, withheld: [], loaded: false });

/** So many messages are left of a log that is cut. */
const KEPT = 300;
/** A log that is longer than this is cut while it is shown, as soon as the reader is at its end. */
export const LONGEST = 1000;

/**
 * A log without its oldest messages, but for those around what somebody reads far back: they are fetched again when
 * somebody goes there. What it knows of versions stays, as the server hands out everything as it is by then.
 * @param {Log} log
 * @param {number} [first] the first seq that is read
 * @param {number} [last]
 * @returns {Log}
 */
export const shortened = (log, first = Infinity, last = 0) =>
  log.list.length > KEPT ? { ...log, ...(log.thread && { thread: { ...log.thread, complete: false } }), list: log.list.filter(({ seq }, i, { length }) => i >= length - KEPT || (seq >= first - KEPT && seq <= last + KEPT)) } : log;

/**
 * Where a seq is, or where it would be put.
 * @param {Message[]} list
 * @param {number} seq
 */
export function position(list, seq) {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle].seq < seq) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** @param {Message[]} list @param {number} seq @returns {Message | undefined} */
export function bySeq(list, seq) {
  const found = list[position(list, seq)];
  return found?.seq === seq ? found : undefined;
}

/** Searched from the end: what people reply to is mostly recent. @param {Message[]} list @param {number} id */
export function byId(list, id) {
  for (let i = list.length - 1; i >= 0; i -= 1) if (list[i].id === id) return list[i];
  return undefined;
}

/**
 * The list with more messages in it; the same list if nothing is new.
 * @param {Message[]} list
 * @param {Message[]} incoming in any order, with duplicates
 */
export function mergeMessages(list, incoming) {
  /** @type {Map<number, Message>} */
  const fresh = new Map();
  for (const message of incoming) {
    const known = fresh.get(message.seq) ?? bySeq(list, message.seq);
    if (!known || message.version > known.version) fresh.set(message.seq, message);
  }
  if (!fresh.size) return list;
  const added = [...fresh.values()].sort((a, b) => a.seq - b.seq);
  const last = list.at(-1);
  if (!last || added[0].seq > last.seq) return [...list, ...added];
  return weave(list, added);
}

/** @param {Message[]} list @param {Message[]} added both sorted; `added` wins */
function weave(list, added) {
  /** @type {Message[]} */
  const out = [];
  let i = 0;
  for (const message of added) {
    while (i < list.length && list[i].seq < message.seq) out.push(list[i++]);
    if (list[i]?.seq === message.seq) i += 1;
    out.push(message);
  }
  while (i < list.length) out.push(list[i++]);
  return out;
}

/**
 * The unbroken stretch of the list around a seq, as a pair of indexes [start, end).
 * Without a seq: the stretch at the end. What is withheld breaks none.
 * @param {Message[]} list
 * @param {number} [seq] @param {Log['withheld']} [withheld]
 * @returns {[number, number]}
 */
export function segment(list, seq, withheld = []) {
  let start = seq === undefined ? list.length - 1 : Math.min(position(list, seq), list.length - 1);
  if (start < 0) return [0, 0];
  let end = start + 1;
  while (start > 0 && joined(withheld, list[start - 1].seq, list[start].seq)) start -= 1;
  while (end < list.length && joined(withheld, list[end - 1].seq, list[end].seq)) end += 1;
  return [start, end];
}

/**
 * One change has been seen: the known version moves on, or a gap is noted.
 * @param {Log} log
 * @param {number} version
 * @returns {Log}
 */
export function sawVersion(log, version) {
  if (version <= log.version || log.ahead.includes(version)) return log;
  const ahead = [...log.ahead, version].sort((a, b) => a - b);
  let known = log.version;
  while (ahead[0] === known + 1) known = /** @type {number} */ (ahead.shift());
  return { ...log, version: known, ahead, target: Math.max(log.target, version) };
}

/**
 * Everything up to a version is now in the list (a fetch has said so).
 * @param {Log} log
 * @param {number} version
 * @returns {Log}
 */
export function reachedVersion(log, version) {
  if (version <= log.version) return log;
  const ahead = log.ahead.filter((seen) => seen > version);
  let known = version;
  while (ahead[0] === known + 1) known = /** @type {number} */ (ahead.shift());
  return { ...log, version: known, ahead, target: Math.max(log.target, version) };
}

/** How many changes are known to exist and are not here. @param {Log} log */
export const missing = (log) => Math.max(0, log.target - log.version - log.ahead.length);

/**
 * Messages arrive from anywhere: live, a page of history, an acknowledgement, a catch-up.
 * A pending entry that a message answers disappears with its arrival, in the same step.
 * @param {Log} log
 * @param {Message[]} messages
 * @param {number} me
 * @param {import('./store.js').Arrived} arrived
 * @returns {Log}
 */
export function receive(log, messages, me, arrived) {
  const list = mergeMessages(log.list, messages.map((message) => arrived(messageOf(message), bySeq(log.list, message.seq))));
  const withheld = healed(log.withheld, messages);
  if (!log.pending.length) return list === log.list ? log : { ...log, list, withheld };
  const mine = new Set(messages.filter((m) => m.sender.id === me).map((m) => m.clientId));
  const pending = log.pending.filter((entry) => !mine.has(entry.clientId));
  if (list === log.list && pending.length === log.pending.length) return log;
  return { ...log, list, pending, withheld };
}

/**
 * The name of a message's one node on the page. The pending entry and the server's message of the
 * same client id share it, so that nothing is taken away and put back when the server answers.
 * @param {Message} message
 */
export const keyOf = (message) => (message.clientId ? `${message.sender.id}:${message.clientId}` : `#${message.id}`);

/** @param {Pending} entry @param {number} me */
export const pendingKey = (entry, me) => `${me}:${entry.clientId}`;
