// @ts-check
/** What is unread in threads, and what of a room's unread stands in them only: its own count is without that. */
import { emptyLog, roomLog } from '../core/store/log.js';
import { isAside } from '../core/store/message.js';

/** @typedef {PageState} State */

/** @param {number} thread the id of the message that began it */
export const threadLog = (thread) => `thread:${thread}`;

/**
 * How many messages after the mark stand in threads only: counted where all of them are here, else as the server said.
 * @param {State['rooms'][number]} room
 * @param {import('../core/store/log.js').Log|undefined} log
 */
function asideOf({ aside = 0, asideAt = 0, lastSeq, readSeq }, log) {
  const list = log?.list ?? [];
  let [seq, found, since] = [lastSeq, 0, 0];
  for (let i = list.length - 1; seq > readSeq && list[i]?.seq === seq; i -= 1, seq -= 1) {
    if (!isAside(list[i])) continue;
    found += 1;
    if (seq > asideAt) since += 1;
  }
  return seq > readSeq ? aside + since : found;
}

/** @param {State} state @param {number} id @param {Partial<State['rooms'][number]>} [told] @returns {State} */
function counted(state, id, told) {
  const was = state.rooms[id];
  if (!was) return state;
  const room = { ...was, ...told };
  const unread = Math.max(0, room.lastSeq - room.readSeq - asideOf(room, state.logs[roomLog(id)]));
  if (!told && unread === was.unread && was.mentions <= unread) return state;
  return { ...state, rooms: { ...state.rooms, [id]: { ...room, unread, mentions: Math.min(room.mentions, unread) } } };
}

/** @param {State} state @param {{room: number}} what */
const again = (state, { room }) => counted(state, room);

/** The server has counted. @param {State} state @param {{room: number, aside?: number}} what */
const told = (state, { room, aside = 0 }) => counted(state, room, { aside, asideAt: state.rooms[room]?.lastSeq });

/** @param {State} state @param {{id: number}} room */
const ofRoom = (state, { id }) => counted(state, id);

/** @type {import('../core/store/store.js').Slice} */
export const slice = {
  on: {
    newMessage: again,
    messageChanged: again,
    changes: again,
    page: again,
    joined: (state, { room }) => counted(state, room.id),
    roomAdded: ofRoom,
    roomChanged: ofRoom,
    roomActivity: told,
    readState: told,
    rooms: (state, { rooms }) => rooms.reduce((next, { id, aside, lastSeq }) => counted(next, id, { aside, asideAt: lastSeq }), state),

    threadState(state, { room, thread, following, unread, readSeq, roomUnread, roomMentions }) {
      const [known, log] = [state.rooms[room], state.logs[threadLog(thread)]];
      if (!known) return state;
      const next = { ...state, rooms: { ...state.rooms, [room]: { ...known, threads: { unread: roomUnread, mentions: roomMentions } } } };
      if (!log?.thread) return next;
      const mark = { ...log.thread, following, unread, readSeq: Math.max(log.thread.readSeq, readSeq) };
      return { ...next, logs: { ...state.logs, [threadLog(thread)]: { ...log, thread: mark } } };
    },
    thread: (state, { key, change }, { arrived }) => ({ ...state, logs: { ...state.logs, [key]: change(state.logs[key] ?? emptyLog(), arrived) } }),
    // Whoever is no member any more has nothing of its threads here.
    roomRemoved: (state, { room }) => ({ ...state, logs: Object.fromEntries(Object.entries(state.logs).filter(([, log]) => log.thread?.room !== room)) }),
  },
};
