// @ts-check
/**
 * Store events about rooms: the list, what is unread, where one has read to.
 *
 * @typedef {import('./store.js').State} State
 * @typedef {import('./store.js').Room} Room
 *
 * @typedef {{rooms: number, unread: number, mentions: number}} Totals of several rooms; `mentions` are all messages that call for one
 */
import { byName } from '../i18n/fold.js';
import { position, segment } from './log.js';

/** @param {Room[]} rooms @returns {Record<number, Room>} */
export const indexed = (rooms) => Object.fromEntries(rooms.map((room) => [room.id, room]));

/** @type {Totals} */
export const NONE = { rooms: 0, unread: 0, mentions: 0 };

/** What is unread in rooms together; archived ones do not count. @param {Room[]} list @returns {Totals} */
function sum(list) {
  const total = { ...NONE };
  for (const room of list) {
    if (!room.role || room.archived) continue;
    total.rooms += 1;
    total.unread += room.unread;
    total.mentions += room.kind === 'direct' ? room.unread : room.mentions;
  }
  return total;
}

/** What is left of totals beside some rooms. @param {Totals} totals @param {Room[]} list @returns {Totals} */
export function without(totals, list) {
  const known = sum(list);
  const left = (/** @type {keyof Totals} */ key) => Math.max(0, totals[key] - known[key]);
  return { rooms: left('rooms'), unread: left('unread'), mentions: left('mentions') };
}

/** Something happened in a room that is not here. @param {State} state @returns {State} */
const outdated = (state) => (state.elsewhere.rooms ? { ...state, stale: state.stale + 1 } : state);

/**
 * @param {State} state
 * @param {number} id
 * @param {Partial<Room>} change
 * @returns {State}
 */
function withRoom(state, id, change) {
  const room = state.rooms[id];
  if (!room) return state;
  const same = Object.entries(change).every(([key, value]) => /** @type {any} */ (room)[key] === value);
  return same ? state : { ...state, rooms: { ...state.rooms, [id]: { ...room, ...change } } };
}

/**
 * The room has come at least this far.
 * @param {State} state
 * @param {number} id
 * @param {{lastSeq: number, version: number}} to
 */
export function advance(state, id, { lastSeq, version }) {
  const room = state.rooms[id];
  if (!room) return state;
  return withRoom(state, id, {
    lastSeq: Math.max(room.lastSeq, lastSeq),
    version: Math.max(room.version, version),
  });
}

/**
 * What is unread, as the server counts it: everything after the mark. Counting anew, instead of
 * adding one, makes a message that arrives twice harmless. Mentions are counted in the room on the
 * screen, if its messages are here: only there every change is heard. Elsewhere the server's figure stands.
 * @param {State} state
 * @param {number} id
 */
export function recount(state, id) {
  const room = state.rooms[id];
  if (!room) return state;
  const unread = Math.max(0, room.lastSeq - room.readSeq);
  return withRoom(state, id, { unread, mentions: unread ? (mentionsHere(state, room) ?? Math.min(room.mentions, unread)) : 0 });
}

/** @param {State} state @param {Room} room @returns {number | undefined} undefined where it takes the server to know */
function mentionsHere(state, room) {
  if (room.id !== state.roomId) return undefined;
  const list = state.logs[room.id]?.list ?? [];
  const [start] = segment(list);
  if (!list.length || list[start].seq > room.readSeq + 1 || list[list.length - 1].seq < room.lastSeq) return undefined;
  const calls = (/** @type {import('../wire.js').Message} */ m) => (m.mentions ?? []).includes(state.me.id);
  return list.slice(position(list, room.readSeq + 1)).filter(calls).length;
}

/**
 * A new room, or one that changed. What was said before one came does not count as unread.
 * @param {State} state
 * @param {Room} room
 */
function roomAdded(state, room) {
  const known = state.rooms[room.id] ?? { readSeq: 0, unread: 0, mentions: 0 };
  const lastSeq = Math.max(room.lastSeq, state.rooms[room.id]?.lastSeq ?? 0);
  const version = Math.max(room.version, state.rooms[room.id]?.version ?? 0);
  const readSeq = state.rooms[room.id] ? known.readSeq : room.lastSeq;
  return recount({ ...state, rooms: { ...state.rooms, [room.id]: { ...known, ...room, readSeq, lastSeq, version } } }, room.id);
}

/** A room that changed; one that is not here is none to be added. @param {State} state @param {Room} room */
const roomChanged = (state, room) => (state.rooms[room.id] || !state.elsewhere.rooms ? roomAdded(state, room) : outdated(state));

/** One's own room that was not here is needed after all, as the server has just told it. @param {State} state @param {Room} room @returns {State} */
function roomFound(state, room) {
  if (state.rooms[room.id]) return state;
  return { ...state, rooms: { ...state.rooms, [room.id]: room }, elsewhere: without(state.elsewhere, [room]) };
}

/** @param {State} state @param {{room: number}} data @returns {State} */
const roomRemoved = (state, { room }) => (state.rooms[room] || state.logs[room] ? withoutRooms(state, new Set([room])) : outdated(state));

/** @param {State} state @param {Set<number>} gone @returns {State} */
function withoutRooms(state, gone) {
  if (!gone.size) return state;
  /** @param {Record<number, any>} record @returns {Record<number, any>} */
  const rest = (record) => Object.fromEntries(Object.entries(record).filter(([id]) => !gone.has(Number(id))));
  return {
    ...state,
    rooms: rest(state.rooms),
    logs: rest(state.logs),
    members: rest(state.members),
    counts: rest(state.counts),
    typing: rest(state.typing),
  };
}

/** @param {State} state @param {{room: number, lastSeq: number, unread: number, mentions: number}} data */
function roomActivity(state, { room, lastSeq, unread, mentions: calls }) {
  const known = state.rooms[room];
  if (!known) return outdated(state);
  // Of two that overtook each other the older one is no news.
  if (lastSeq < known.lastSeq) return state;
  const readSeq = Math.max(known.readSeq, lastSeq - unread);
  return recount(withRoom(state, room, { lastSeq, readSeq, mentions: calls }), room);
}

/** Read here, or in another tab. @param {State} state @param {{room: number, readSeq: number, mentions?: number}} data */
function readState(state, { room, readSeq, mentions: calls }) {
  const known = state.rooms[room];
  if (!known) return outdated(state);
  if (readSeq <= known.readSeq) return state;
  return recount(withRoom(state, room, { readSeq, mentions: calls ?? 0 }), room);
}

/**
 * The list, fetched anew: all of it, or if there is a `next`, its first page. Then rooms that were
 * visited stay, and others that matter no more are left out.
 * @param {State} state
 * @param {{rooms: Room[], totals?: Totals|null, next?: string|null}} data
 */
function rooms(state, { rooms: list, totals: all, next: more }) {
  const listed = new Set(list.map((room) => room.id));
  const stays = (/** @type {number} */ id) => listed.has(id) || (more && (id === state.roomId || state.logs[id]));
  const gone = Object.keys(state.rooms).map(Number).filter((id) => !stays(id));
  const left = withoutRooms({ ...state, elsewhere: NONE }, new Set(gone));
  const next = list.reduce((s, room) => {
    const readSeq = Math.max(room.readSeq, s.rooms[room.id]?.readSeq ?? 0);
    return recount({ ...s, rooms: { ...s.rooms, [room.id]: { ...room, readSeq } } }, room.id);
  }, left);
  return more && all ? { ...next, elsewhere: without(all, Object.values(next.rooms)) } : next;
}

/** @type {Record<string, (state: State, data: any, at: number) => State>} */
export const roomEvents = { rooms, roomAdded, roomChanged, roomFound, roomRemoved, roomActivity, readState };

/**
 * What one sees in the list: rooms by name, direct conversations with the latest first.
 * @param {State} state
 * @returns {{rooms: Room[], direct: Room[]}}
 */
export function roomLists(state) {
  const all = Object.values(state.rooms).filter((room) => room.role && (!room.archived || room.id === state.roomId));
  all.sort((a, b) => Number(a.archived) - Number(b.archived) || byName(a.name, b.name) || a.id - b.id);
  return { rooms: all.filter((room) => room.kind !== 'direct'), direct: all.filter((room) => room.kind === 'direct') };
}

/** Everything unread, for the title. @param {State} state */
export function totals(state) {
  const here = sum(Object.values(state.rooms));
  return { unread: here.unread + state.elsewhere.unread, mentions: here.mentions + state.elsewhere.mentions };
}
