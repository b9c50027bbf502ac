// @ts-check
/**
 * The rooms: the list, what is unread, where one has read to.
 *
 * @typedef {PageState} State
 * @typedef {import('../core/wire.js').Message} Message
 * @typedef {import('../core/wire.js').Room} Room
 * @typedef {import('../core/wire.js').RoomSummary} RoomSummary
 * @typedef {State['rooms'][number]} Known
 */
import { roomLog } from '../core/store/log.js';
import { isAside } from '../core/store/message.js';
import { renamed } from '../core/store/people.js';
import { mapped, without } from '../core/store/records.js';
import { NONE, beside } from './lists.js';

/** Something happened in a room that is not here. @param {State} state @returns {State} */
const outdated = (state) => (state.elsewhere.rooms ? { ...state, stale: state.stale + 1 } : state);

/**
 * @param {State} state
 * @param {number} id
 * @param {Partial<Known>} change
 * @returns {State}
 */
function withRoom(state, id, change) {
  const room = state.rooms[id];
  if (!room) return state;
  const next = { ...room, ...change };
  const same = /** @type {(keyof Known)[]} */ (Object.keys(change)).every((key) => room[key] === next[key]);
  return same ? state : { ...state, rooms: { ...state.rooms, [id]: next } };
}

/**
 * Where one has read to, of two tellings: the one whose mark was set back more often is the later, of two with as many
 * the one that is further. `accounted`: of what one wrote up to there the told mark knows.
 * @typedef {{readSeq: number, setBack: number, accounted?: number}} Mark
 * @param {Mark} known
 * @param {{readSeq: number, setBack?: number, accounted?: number}} told without `setBack` by whoever does not know it
 * @returns {Mark}
 */
function laterMark({ readSeq, setBack = 0, accounted = 0 }, told) {
  const times = told.setBack ?? setBack;
  if (times < setBack) return { readSeq, setBack, accounted };
  const further = times > setBack ? told.readSeq : Math.max(readSeq, told.readSeq);
  return { readSeq: further, setBack: times, accounted: Math.max(accounted, told.accounted ?? 0) };
}

/**
 * The room has come at least this far.
 * @param {State} state
 * @param {number} id
 * @param {{lastSeq: number, version: number}} to
 */
function advance(state, id, { lastSeq, version }) {
  const room = state.rooms[id];
  if (!room) return state;
  return withRoom(state, id, { lastSeq: Math.max(room.lastSeq, lastSeq), version: Math.max(room.version, version) });
}

/**
 * What is unread, as the server counts it: everything after the mark. Counting anew, instead of
 * adding one, makes a message that arrives twice harmless.
 * @param {State} state
 * @param {number} id
 */
function recount(state, id) {
  const room = state.rooms[id];
  if (!room) return state;
  const unread = Math.max(0, room.lastSeq - room.readSeq);
  return withRoom(state, id, { unread, mentions: Math.min(room.mentions, unread) });
}

/**
 * A new room, or one that changed. What was said before one came does not count as unread.
 * @param {State} state
 * @param {Room} room
 */
function roomAdded(state, room) {
  const known = state.rooms[room.id];
  const { readSeq, setBack, unread, mentions } = known ?? { readSeq: room.lastSeq, setBack: 0, unread: 0, mentions: 0 };
  const lastSeq = Math.max(room.lastSeq, known?.lastSeq ?? 0);
  const version = Math.max(room.version, known?.version ?? 0);
  return recount({ ...state, rooms: { ...state.rooms, [room.id]: { ...known, unread, mentions, ...room, readSeq, setBack, lastSeq, version } } }, room.id);
}

/**
 * Whoever writes in a room has read what stands above: the server moves the mark with each post, but of those in threads. Of what was written before the
 * mark was told, it knows; it may have been set back since.
 * @param {State} state
 * @param {number} room
 * @param {Message[]} messages
 */
function readOwn(state, room, messages) {
  const { readSeq: before = 0, accounted = 0 } = state.rooms[room] ?? {};
  const own = messages.filter((m) => m.sender.id === state.me.id && m.seq > accounted && !isAside(m)).map((m) => m.seq);
  const readSeq = Math.max(before, ...own);
  return recount(withRoom(state, room, { readSeq }), room);
}

/** One has chosen something of a room for oneself. @param {State} state @param {{room: number} & Partial<Known>} told */
const chosen = (state, { room, ...change }) => (state.rooms[room] ? withRoom(state, room, change) : outdated(state));

/** One change, live. @param {State} state @param {Message} message */
const live = (state, message) => readOwn(advance(state, message.room, { lastSeq: message.seq, version: message.version }), message.room, [message]);

/** @param {RoomSummary[]} rooms @returns {State['rooms']} */
const indexed = (rooms) => Object.fromEntries(rooms.map((room) => [room.id, { ...room, accounted: room.lastSeq, asideAt: room.lastSeq }]));

/** @type {import('../core/store/store.js').Slice} */
export const slice = {
  initial({ room, rooms: list = [], totals, readSeq = 0, setBack = 0, visibleFromSeq = 0 }) {
    const elsewhere = totals ? beside(totals, list) : NONE;
    const rooms = indexed(list);
    if (room?.role) rooms[room.id] = { ...(rooms[room.id] ?? { readSeq, setBack, unread: 0, mentions: 0, accounted: room.lastSeq }), ...room, visibleFromSeq };
    return { roomId: room?.id ?? null, beside: [], rooms, elsewhere, stale: 0 };
  },

  on: {
    opened: (state, { room }) => ({ ...state, roomId: room }),
    shown: (state, { room }) => ({ ...state, beside: [...state.beside, room] }),
    hidden: (state, { room }) => ({ ...state, beside: state.beside.filter((_, i, all) => i !== all.indexOf(room)) }),

    newMessage: live,
    messageChanged: live,
    unseenChanged: (state, { room, version }) => advance(state, room, { lastSeq: 0, version }),
    joined(state, { room, readSeq, setBack, visibleFromSeq, lastSeq }) {
      const known = state.rooms[room.id] ?? { unread: 0, mentions: 0, readSeq, setBack };
      const entry = { ...known, ...room, visibleFromSeq, ...laterMark(known, { readSeq, setBack, accounted: lastSeq }) };
      const next = { ...state, rooms: { ...state.rooms, [room.id]: entry } };
      return recount(advance(next, room.id, { lastSeq, version: room.version }), room.id);
    },
    page: (state, { room }) => recount(state, room),
    changes(state, { room, changes, version }) {
      const lastSeq = changes.reduce((max, m) => Math.max(max, m.seq), 0);
      return readOwn(advance(state, room, { lastSeq, version }), room, changes);
    },

    roomAdded,
    // One that is not here is none to be added.
    roomChanged: (state, room) => (state.rooms[room.id] || !state.elsewhere.rooms ? roomAdded(state, room) : outdated(state)),
    roomFound(state, room) {
      if (state.rooms[room.id]) return state;
      return { ...state, rooms: { ...state.rooms, [room.id]: room }, elsewhere: beside(state.elsewhere, [room]) };
    },
    roomRemoved: (state, { room }) =>
      state.rooms[room] || state.logs[roomLog(room)] ? { ...state, rooms: without(state.rooms, [room]) } : outdated(state),

    roomActivity(state, { room, lastSeq, unread, mentions, readSeq = lastSeq - unread, setBack, preview }) {
      const known = state.rooms[room];
      if (!known) return outdated(state);
      // Of two that overtook each other the older one is no news.
      if (lastSeq < known.lastSeq || setBack < known.setBack) return state;
      const mark = laterMark(known, { readSeq, setBack, accounted: lastSeq });
      return recount(withRoom(state, room, { lastSeq, mentions, ...mark, ...(preview ? { preview } : {}) }), room);
    },
    levelChanged: chosen,
    roomPlaced: chosen,
    // The server knows of which rooms that is the level.
    usualLevelChanged: (state) => ({ ...state, stale: state.stale + 1 }),
    /** Read here, or at another place; or set back anywhere. */
    readState(state, { room, readSeq, setBack, mentions = 0 }) {
      const known = state.rooms[room];
      if (!known) return outdated(state);
      const mark = laterMark(known, { readSeq, setBack });
      if (mark.readSeq === known.readSeq && mark.setBack === known.setBack) return state;
      const isBack = mark.setBack !== known.setBack;
      return recount(withRoom(state, room, { ...mark, mentions, ...(isBack ? { accounted: known.lastSeq } : {}) }), room);
    },

    /** Of a first page only: rooms that were visited stay, and others that matter no more are left out. */
    rooms(state, { rooms: list, totals, next: more }) {
      const listed = new Set(list.map((room) => room.id));
      const stays = (/** @type {number} */ id) => listed.has(id) || (more && (id === state.roomId || state.logs[roomLog(id)]));
      const gone = Object.keys(state.rooms).filter((id) => !stays(Number(id)));
      const next = list.reduce((s, room) => {
        const told = { ...room, accounted: room.lastSeq };
        const mark = s.rooms[room.id] ? laterMark(s.rooms[room.id], told) : {};
        const { readSeq, setBack, accounted } = { ...told, ...mark };
        return recount({ ...s, rooms: { ...s.rooms, [room.id]: { ...room, readSeq, setBack, accounted } } }, room.id);
      }, /** @type {State} */ ({ ...state, elsewhere: NONE, rooms: without(state.rooms, gone) }));
      return more && totals ? { ...next, elsewhere: beside(totals, Object.values(next.rooms)) } : next;
    },

    userChanged: (state, { user }) => ({
      ...state,
      rooms: mapped(state.rooms, (room) => {
        const people = renamed(room.people ?? [], user);
        return people === room.people || !room.people ? room : { ...room, people };
      }),
    }),
  },
};
