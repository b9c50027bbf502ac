// @ts-check
/**
 * The rooms that one sees, and what is unread in rooms together.
 *
 * @typedef {import('../core/wire.js').RoomSummary} Room
 * @typedef {{rooms: number, unread: number, mentions: number, threads: number}} Unread of several rooms; `mentions` are all messages that call for one
 */
import { byName } from '../core/i18n/fold.js';
import { attention } from './attention.js';

/** @type {Unread} */
export const NONE = { rooms: 0, unread: 0, mentions: 0, threads: 0 };

/** Whether anything in its threads may call for one. @param {Room} room */
const isHeard = ({ level, muted }) => !muted && level !== 'nothing';

/** How many messages call for one in a room, also in threads that one follows. @param {Room} room */
export function callsOf(room) {
  const { kind, level = 'all', threads } = room;
  const inThreads = (kind === 'direct' && level === 'all' ? threads?.unread : threads?.mentions) ?? 0;
  return attention(room).calls + (isHeard(room) ? inThreads : 0);
}

/** Archived ones do not count. @param {Room[]} list @returns {Unread} */
export function sum(list) {
  const total = { ...NONE };
  for (const room of list) {
    if (!room.role || room.archived) continue;
    total.rooms += 1;
    total.unread += attention(room).count;
    total.mentions += callsOf(room);
    total.threads += isHeard(room) ? (room.threads?.unread ?? 0) : 0;
  }
  return total;
}

/** What is left of totals beside some rooms. @param {Unread} totals @param {Room[]} list @returns {Unread} */
export function beside(totals, list) {
  const known = sum(list);
  const left = (/** @type {keyof Unread} */ key) => Math.max(0, (totals[key] ?? 0) - known[key]);
  return { rooms: left('rooms'), unread: left('unread'), mentions: left('mentions'), threads: left('threads') };
}

/**
 * Whether a conversation is out of the list: until something is said in it.
 * @param {Room} room
 */
const isHidden = ({ hiddenSeq, lastSeq, unread }) => (hiddenSeq ?? -1) >= lastSeq && !unread;

/** Of a server that orders nothing. */
const PLAIN = /** @type {const} */ (['rooms', 'direct']).map((kind, at) => ({ id: at + 2, kind, name: '', folded: false }));

/** @typedef {{section: import('../core/wire.js').Section, rooms: Room[]}} Group */

/** The list as one has ordered it: each section with what stands in it, by name. @param {PageState} state @returns {Group[]} */
export function groupsOf(state) {
  const sections = state.sections?.length ? state.sections : PLAIN;
  /** @type {Map<number|null, Room[]>} */
  const placed = new Map(sections.map(({ id }) => [id, []]));
  const usual = (/** @type {string} */ of) => placed.get(sections.find(({ kind }) => kind === of)?.id ?? null);
  const all = listedRooms(state).sort((a, b) => Number(a.archived) - Number(b.archived) || byName(a.name, b.name) || a.id - b.id);
  for (const room of all) {
    if (isHidden(room) && room.id !== state.roomId) continue;
    (placed.get(room.section) ?? usual(room.kind === 'direct' ? 'direct' : 'rooms'))?.push(room);
  }
  return sections.map((section) => ({ section, rooms: placed.get(section.id) ?? [] }));
}

/** Those that one is in, in no order, and that are not archived, but for the one on the screen. @param {PageState} state @returns {Room[]} */
export const listedRooms = (state) => Object.values(state.rooms).filter((room) => room.role && (!room.archived || room.id === state.roomId));
