// @ts-check
/**
 * Store events about messages and about what one has written oneself.
 *
 * @typedef {import('./store.js').State} State
 * @typedef {import('./log.js').Log} Log
 * @typedef {import('../wire.js').Message} Message
 */
import { emptyLog, reachedVersion, receive, sawVersion } from './log.js';
import { advance, recount } from './store-rooms.js';
import { stoppedTyping, withCounts, withNames } from './store-people.js';

/**
 * @param {State} state
 * @param {number} room
 * @param {(log: Log) => Log} change
 * @returns {State}
 */
function withLog(state, room, change) {
  const before = state.logs[room] ?? emptyLog();
  const log = change(before);
  return log === before ? state : { ...state, logs: { ...state.logs, [room]: log } };
}

/** One change, live. @param {State} state @param {Message} message */
function live(state, message) {
  const { room, seq, version } = message;
  if (!state.rooms[room] && !state.logs[room]) return state;
  let next = withLog(state, room, (log) => sawVersion(receive(log, [message], state.me.id), version));
  next = advance(next, room, { lastSeq: seq, version });
  return readOwn(next, room, [message]);
}

/** @param {State} state @param {Message} message */
const newMessage = (state, message) => stoppedTyping(live(state, message), message.room, message.sender.id);

/**
 * The answer to `joinRoom`. `fresh` says that it was asked for without `after`: what was held
 * before may have changed unseen, so only what is newer than the answer is kept.
 * @param {State} state
 * @param {any} data
 */
function joined(state, { room, messages, readSeq, lastSeq, members, memberCount, hereCount, fresh }) {
  const me = state.me.id;
  let next = withLog(state, room.id, (log) => {
    const newer = fresh ? log.list.filter((m) => m.version > room.version) : log.list;
    const log2 = receive({ ...log, list: withNames(newer, members), loaded: true }, messages, me);
    if (fresh) return reachedVersion(log2, room.version);
    return { ...log2, target: Math.max(log2.target, room.version) };
  });
  const known = state.rooms[room.id] ?? { unread: 0, mentions: 0, readSeq };
  const entry = { ...known, ...room, readSeq: Math.max(known.readSeq, readSeq) };
  next = { ...next, rooms: { ...next.rooms, [room.id]: entry }, members: { ...next.members, [room.id]: members } };
  next.counts = withCounts(next.counts, room.id, { memberCount, hereCount });
  return recount(advance(next, room.id, { lastSeq, version: room.version }), room.id);
}

/** A page of history. @param {State} state @param {any} data */
const page = (state, { room, messages }) =>
  recount(withLog(state, room, (log) => receive(log, messages, state.me.id)), room);

/** A step of catching up. @param {State} state @param {any} data */
function changes(state, { room, changes: list, version }) {
  const next = withLog(state, room, (log) => reachedVersion(receive(log, list, state.me.id), version));
  const lastSeq = list.reduce((/** @type {number} */ max, /** @type {Message} */ m) => Math.max(max, m.seq), 0);
  return readOwn(advance(next, room, { lastSeq, version }), room, list);
}

/**
 * Whoever writes has read what stands above: the server moves the mark with each post.
 * @param {State} state
 * @param {number} room
 * @param {Message[]} messages
 */
function readOwn(state, room, messages) {
  const own = messages.filter((m) => m.sender.id === state.me.id).map((m) => m.seq);
  const known = state.rooms[room];
  if (!known || !own.length || Math.max(...own) <= known.readSeq) return recount(state, room);
  return recount({ ...state, rooms: { ...state.rooms, [room]: { ...known, readSeq: Math.max(...own) } } }, room);
}

/** @param {State} state @param {any} entry */
const queued = (state, entry) =>
  withLog(state, entry.room, (log) => {
    const answered = log.list.some((m) => m.sender.id === state.me.id && m.clientId === entry.clientId);
    if (answered || log.pending.some((p) => p.clientId === entry.clientId)) return log;
    return { ...log, pending: [...log.pending, entry].sort((a, b) => a.at - b.at) };
  });

/**
 * @param {State} state
 * @param {{room: number, clientId: string}} which
 * @param {(entry: any) => any} change null takes it away
 */
const changePending = (state, { room, clientId }, change) =>
  withLog(state, room, (log) => {
    if (!log.pending.some((p) => p.clientId === clientId)) return log;
    const pending = log.pending.map((p) => (p.clientId === clientId ? change(p) : p)).filter(Boolean);
    return { ...log, pending };
  });

/** @type {Record<string, (state: State, data: any, at: number) => State>} */
export const messageEvents = {
  newMessage,
  messageChanged: live,
  joined,
  page,
  changes,
  queued,
  failed: (state, data) => changePending(state, data, (p) => ({ ...p, status: 'failed', code: data.code, said: data.said })),
  retried: (state, data) => changePending(state, data, (p) => ({ ...p, status: 'pending', code: undefined })),
  discarded: (state, data) => changePending(state, data, () => null),
};
