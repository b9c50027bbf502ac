// @ts-check
/**
 * What was said, and what one has written oneself: the logs.
 *
 * @typedef {import('../core/store/store.js').State} State
 * @typedef {import('../core/store/log.js').Log} Log
 * @typedef {import('../core/store/log.js').Pending} Pending
 * @typedef {import('../core/wire.js').Message} Message
 */
import { emptyLog, logOf, reachedVersion, receive, roomLog, sawVersion } from '../core/store/log.js';
import { withNames } from '../core/store/people.js';
import { mapped, without } from '../core/store/records.js';

/**
 * @param {State} state
 * @param {string} key
 * @param {(log: Log) => Log} change
 * @returns {State}
 */
function withLog(state, key, change) {
  const before = state.logs[key] ?? emptyLog();
  const log = change(before);
  return log === before ? state : { ...state, logs: { ...state.logs, [key]: log } };
}

/** One change, live. @param {State} state @param {Message} message @param {import('../core/store/store.js').Context} context */
function live(state, message, { arrived }) {
  const key = logOf(message);
  if (!state.rooms[message.room] && !state.logs[key]) return state;
  return withLog(state, key, (log) => sawVersion(receive(log, [message], state.me.id, arrived), message.version));
}

/**
 * @param {State} state
 * @param {{room: number, clientId: string}} which
 * @param {(entry: Pending) => Pending[]} change none takes it away
 */
const changePending = (state, which, change) =>
  withLog(state, logOf(which), (log) => {
    if (!log.pending.some((p) => p.clientId === which.clientId)) return log;
    return { ...log, pending: log.pending.flatMap((p) => (p.clientId === which.clientId ? change(p) : p)) };
  });

/** @type {import('../core/store/store.js').Slice} */
export const slice = {
  initial({ me, room, messages = [] }, arrived) {
    if (!room) return { logs: {} };
    const log = receive({ ...emptyLog(), loaded: true }, messages, me.id, arrived);
    return { logs: { [roomLog(room.id)]: reachedVersion(log, room.version) } };
  },

  on: {
    newMessage: live,
    messageChanged: live,

    /** What was held before a `fresh` answer may have changed unseen, so only what is newer than the answer is kept. */
    joined: (state, { room, messages, members, fresh }, { arrived }) =>
      withLog(state, roomLog(room.id), (log) => {
        const newer = fresh ? log.list.filter((m) => m.version > room.version) : log.list;
        const next = receive({ ...log, list: withNames(newer, members), loaded: true }, messages, state.me.id, arrived);
        return fresh ? reachedVersion(next, room.version) : { ...next, target: Math.max(next.target, room.version) };
      }),

    page: (state, { room, messages }, { arrived }) => withLog(state, roomLog(room), (log) => receive(log, messages, state.me.id, arrived)),

    changes: (state, { room, changes, version }, { arrived }) =>
      withLog(state, roomLog(room), (log) => reachedVersion(receive(log, changes, state.me.id, arrived), version)),

    queued: (state, entry) =>
      withLog(state, logOf(entry), (log) => {
        const answered = log.list.some((m) => m.sender.id === state.me.id && m.clientId === entry.clientId);
        if (answered || log.pending.some((p) => p.clientId === entry.clientId)) return log;
        return { ...log, pending: [...log.pending, entry].sort((a, b) => a.at - b.at) };
      }),
    failed: (state, { code, said, ...which }) => changePending(state, which, (p) => [{ ...p, status: 'failed', code, said }]),
    retried: (state, which) => changePending(state, which, (p) => [{ ...p, status: 'pending', code: undefined }]),
    discarded: (state, which) => changePending(state, which, () => []),

    userChanged: (state, { user }) => ({
      ...state,
      logs: mapped(state.logs, (log) => {
        const list = withNames(log.list, [user]);
        return list === log.list ? log : { ...log, list };
      }),
    }),

    roomRemoved: (state, { room }) => ({ ...state, logs: without(state.logs, [roomLog(room)]) }),
    rooms(state, _, { before }) {
      const gone = Object.keys(before.rooms).filter((id) => !state.rooms[Number(id)]);
      return { ...state, logs: without(state.logs, gone.map((id) => roomLog(Number(id)))) };
    },
  },
};
