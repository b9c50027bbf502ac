// @ts-check
/**
 * What was said, and what one has written oneself: the logs.
 *
 * @typedef {import('../core/store/store.js').State} State
 * @typedef {import('../core/store/log.js').Log} Log
 * @typedef {import('../core/store/log.js').Pending} Pending
 * @typedef {import('../core/wire.js').Message} Message
 */
import { emptyLog, logOf, reachedVersion, receive, roomLog, roomsShown, sawVersion, shortened } from '../core/store/log.js';
import { withMore } from '../core/store/gaps.js';
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

/**
 * Messages go into the logs that they stand in.
 * @param {State} state
 * @param {Message[]} messages
 * @param {import('../core/store/store.js').Context} context
 */
const received = (state, messages, { arrived }) =>
  [...new Set(messages.map(logOf))].reduce((next, key) => {
    const found = messages.filter((message) => logOf(message) === key);
    return withLog(next, key, (log) => receive(log, found, state.me.id, arrived));
  }, state);

/** One change, live: it counts in the room, wherever it stands. @param {State} state @param {Message} message @param {import('../core/store/store.js').Context} context */
function live(state, message, context) {
  if (!state.rooms[message.room] && !state.logs[logOf(message)]) return state;
  return withLog(received(state, [message], context), roomLog(message.room), (log) => sawVersion(log, message.version));
}

/** What a log says of where it begins for its reader. @param {number} [visibleFromSeq] 0: with the room */
const since = (visibleFromSeq) => (visibleFromSeq ? { from: visibleFromSeq } : {});

/**
 * @param {State} state
 * @param {{room: number, key?: string, clientId: string}} which
 * @param {(entry: Pending) => Pending[]} change none takes it away
 */
const changePending = (state, which, change) =>
  withLog(state, logOf(which), (log) => {
    if (!log.pending.some((p) => p.clientId === which.clientId)) return log;
    return { ...log, pending: log.pending.flatMap((p) => (p.clientId === which.clientId ? change(p) : p)) };
  });

/** Of rooms that are not shown any more the newest part is kept. @param {State} state @param {unknown} _ @param {import('../core/store/store.js').Context} context */
function putAway(state, _, { before }) {
  const shown = roomsShown(state);
  return roomsShown(before).filter((room) => !shown.includes(room)).reduce((next, room) => withLog(next, roomLog(room), (log) => shortened(log)), state);
}

/** @type {import('../core/store/store.js').Slice} */
export const slice = {
  initial({ me, room, messages = [], visibleFromSeq }, arrived) {
    if (!room) return { logs: {} };
    const log = receive({ ...emptyLog(), ...since(visibleFromSeq), loaded: true }, messages, me.id, arrived);
    return { logs: { [roomLog(room.id)]: reachedVersion(log, room.version) } };
  },

  on: {
    newMessage: live,
    messageChanged: live,
    unseenChanged: (state, { room, version }) => (state.logs[roomLog(room)] ? withLog(state, roomLog(room), (log) => sawVersion(log, version)) : state),

    /** What was held before a `fresh` answer may have changed unseen, so only what is newer than the answer is kept. */
    joined: (state, { room, messages, members, visibleFromSeq, fresh }, { arrived }) =>
      withLog(state, roomLog(room.id), (log) => {
        const newer = fresh ? log.list.filter((m) => m.version > room.version) : log.list;
        const withheld = fresh ? [] : log.withheld;
        const next = receive({ ...log, list: withNames(newer, members), withheld, ...since(visibleFromSeq), loaded: true }, messages, state.me.id, arrived);
        return fresh ? reachedVersion(next, room.version) : { ...next, target: Math.max(next.target, room.version) };
      }),

    page: (state, { messages }, context) => received(state, messages, context),
    withheld: (state, { room, ranges }) => withLog(state, roomLog(room), (log) => ({ ...log, withheld: withMore(log.withheld, ranges) })),

    changes: (state, { room, changes, version }, context) =>
      withLog(received(state, changes, context), roomLog(room), (log) => reachedVersion(log, version)),

    opened: putAway,
    hidden: putAway,
    atNewest: (state, { key }) => withLog(state, key, (log) => shortened(log)),
    farBack: (state, { key, first, last }) => withLog(state, key, (log) => shortened(log, first, last)),

    queued: (state, entry) =>
      withLog(state, logOf(entry), (log) => {
        const answered = log.list.some((m) => m.sender.id === state.me.id && m.clientId === entry.clientId);
        if (answered || log.pending.some((p) => p.clientId === entry.clientId)) return log;
        return { ...log, pending: [...log.pending, entry].sort((a, b) => a.at - b.at) };
      }),
    failed: (state, { code, said, why, ...which }) => changePending(state, which, (p) => [{ ...p, status: 'failed', code, said, why }]),
    retried: (state, which) => changePending(state, which, (p) => [{ ...p, status: 'pending', code: undefined, why: undefined }]),
    discarded: (state, which) => changePending(state, which, () => []),

    rewritten: (state, change) => ({
      ...state,
      logs: mapped(state.logs, (log) => {
        const list = log.list.map(change);
        return list.some((message, i) => message !== log.list[i]) ? { ...log, list } : log;
      }),
    }),

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
