// @ts-check
/** What is unread in threads, and what of a room's unread stands in them only: its own count is without that. */
import { emptyLog, roomLog } from '../core/store/log.js';
import { threadLog } from '../core/store/threads.js';
import { isAside } from '../core/store/message.js';

/** @typedef {PageState} State */


/** What is unread in threads of rooms that may call for one: the others have it at their own line alone. @param {PageState} state */
export function unreadIn({ rooms, elsewhere }) {
  const heard = Object.values(rooms).filter(({ archived, muted, level }) => !archived && !muted && level !== 'nothing');
  return heard.reduce((sum, { threads }) => sum + (threads?.unread ?? 0), elsewhere.threads);
}

/**
 * How many messages after the mark stand in threads only: counted where all of them are here, else as the server said.
 * @param {State['rooms'][number]} room
 * @param {import('../core/store/log.js').Log|undefined} log
 */
function asideOf({ aside = 0, asideAt = 0, lastSeq, readSeq }, log) {
  const earlier = readSeq < asideAt ? aside : 0;
  const list = log?.list ?? [];
  let [seq, found, since] = [lastSeq, 0, 0];
  for (let i = list.length - 1; seq > readSeq && list[i]?.seq === seq; i -= 1, seq -= 1) {
    if (!isAside(list[i])) continue;
    found += 1;
    if (seq > asideAt) since += 1;
  }
  return seq > readSeq ? earlier + since : found;
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

/** @typedef {{readSeq?: number, setBack?: number, lastSeq?: number, aside?: number}} Count what the server counted: from where on, and up to where */

/**
 * Whether a count is one of the room as it is known by now: one that was overtaken says nothing of it.
 * @param {State['rooms'][number]} room @param {Count} count
 */
function holds({ readSeq, setBack = 0, lastSeq }, count) {
  return (count.readSeq ?? readSeq) === readSeq && (count.setBack ?? setBack) === setBack && (count.lastSeq ?? lastSeq) >= lastSeq;
}

/** The server has counted. @param {State} state @param {{room: number} & Count} what @returns {State} */
function told(state, { room: id, ...count }) {
  const room = state.rooms[id];
  if (!room || !holds(room, count)) return counted(state, id);
  const { aside = 0, lastSeq = aside ? room.lastSeq : room.readSeq } = count;
  return counted(state, id, { aside, asideAt: lastSeq });
}

/** With the list of rooms comes a count of each. @param {State} state @param {State} before @param {{id: number} & Count} listed */
function listed(state, before, { id, ...count }) {
  const { aside, asideAt } = before.rooms[id] ?? {};
  return state.rooms[id] && holds(state.rooms[id], count) ? told(state, { room: id, ...count }) : counted(state, id, { aside, asideAt });
}

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
    rooms: (state, { rooms }, { before }) => rooms.reduce((next, room) => listed(next, before, room), state),

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
