// @ts-check
/**
 * The log of a thread, made of its pages and of what comes in its room: there stands everything, in one order. It begins
 * somewhere and has no gaps from there on.
 *
 * @typedef {import('../core/wire.js').Message} Message
 * @typedef {import('../core/wire.js').ThreadPage} ThreadPage
 * @typedef {import('../core/store/log.js').Log} Log
 * @typedef {import('../core/store/store.js').Arrived} Arrived
 */
import { bySeq, mergeMessages, receive } from '../core/store/log.js';

/** What of these is unread. @param {Log} log @param {number} me @returns {Log} */
function recounted(log, me) {
  const { thread, list } = log;
  if (!thread) return log;
  const own = list.findLast(({ sender, thread: root }) => root && sender.id === me)?.seq ?? 0;
  const readSeq = Math.max(thread.readSeq, own);
  const unread = list.filter((one) => one.thread && one.seq > readSeq && one.sender.id !== me && !one.deleted).length;
  const lastSeq = Math.max(thread.lastSeq, list.at(-1)?.seq ?? 0);
  return { ...log, thread: { ...thread, readSeq, unread, lastSeq } };
}

/** The newest page: what was held before may have a gap before it. @param {ThreadPage} page @param {number} me */
export const opened = (page, me) => (/** @type {Log} */ log, /** @type {Arrived} */ arrived) => {
  const { room, following, readSeq, unread, root, messages, complete } = page;
  // Who came later does not see how it began.
  const lastSeq = messages.at(-1)?.seq ?? root?.seq ?? 0;
  const newer = log.list.filter(({ seq }) => seq > lastSeq);
  const all = complete && root ? [root, ...messages] : messages;
  const thread = { room, complete, following, readSeq, unread, setBack: 0, lastSeq };
  return recounted(receive({ ...log, list: newer, loaded: true, thread }, all, me, arrived), me);
};

/** An earlier page. @param {ThreadPage} page @param {number} me */
export const earlier = ({ root, messages, complete }, me) => (/** @type {Log} */ log, /** @type {Arrived} */ arrived) => {
  if (!log.thread) return log;
  const next = receive({ ...log, thread: { ...log.thread, complete } }, complete && root ? [root, ...messages] : messages, me, arrived);
  return recounted(next, me);
};

/** What came in the room. @param {Message[]} list the room's @param {number} root @param {number} me */
export function fromRoom(list, root, me) {
  return (/** @type {Log} */ log) => {
    const first = log.list[0]?.seq ?? Infinity;
    /** Walked from the end: most of it is known. @type {Message[]} */
    const found = [];
    for (let i = list.length - 1; i >= 0 && list[i].seq >= first; i -= 1) {
      const message = list[i];
      if (message.thread !== root && message.id !== root) continue;
      if (bySeq(log.list, message.seq) !== message) found.push(message);
    }
    const mine = new Set(found.filter(({ sender }) => sender.id === me).map(({ clientId }) => clientId));
    const merged = merge(log.list, found);
    if (merged === log.list) return log;
    return recounted({ ...log, list: merged, pending: log.pending.filter(({ clientId }) => !mine.has(clientId)) }, me);
  };
}

/** What is sealed is opened without another version: of as many versions the one of the room counts. @param {Message[]} list @param {Message[]} found */
function merge(list, found) {
  const same = new Map(found.map((message) => [message.seq, message]));
  const anew = list.map((message) => {
    const other = same.get(message.seq);
    return other && other.version === message.version ? other : message;
  });
  return mergeMessages(anew.some((one, i) => one !== list[i]) ? anew : list, found);
}
