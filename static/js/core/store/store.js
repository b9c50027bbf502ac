// @ts-check
/**
 * The state of the page and the one way in which it changes: `apply(state, event)`, a pure
 * function. Server events go in under their own names with their payload as `data`; local events
 * (something was written, the connection was lost) stand in the same tables.
 *
 * @typedef {import('../wire.js').User} User
 * @typedef {import('../wire.js').RoomSummary} Room
 * @typedef {import('../wire.js').Member} Member
 * @typedef {import('./log.js').Log} Log
 *
 * @typedef {object} Connection
 * @property {'connecting'|'online'|'reconnecting'|'offline'|'catching-up'|'complete'|'closed'} state
 * @property {number} [toGo] changes still to be fetched, while catching up
 * @property {string} [code] why the server closed it
 *
 * @typedef {object} State
 * @property {User} me
 * @property {string} team
 * @property {number|null} roomId the room on the screen
 * @property {Record<number, Room>} rooms those that are here: of many, the ones that matter most
 * @property {import('./store-rooms.js').Totals} elsewhere what is in one's other rooms, as the server counted it
 * @property {number} stale counts up with news of rooms that are not here: the list has to be fetched anew
 * @property {Record<number, Log>} logs
 * @property {Record<number, Member[]>} members of a large room, those who are here first
 * @property {Record<number, {members: number, here: number}>} counts how many people rooms have, as the server counted them
 * @property {Record<number, string>} presence
 * @property {Record<number, Record<number, {user: User, until: number}>>} typing
 * @property {Connection} connection
 *
 * @typedef {{type: string, data?: any, at?: number}} StoreEvent
 */
import { emptyLog, receive, reachedVersion } from './log.js';
import { messageEvents } from './store-messages.js';
import { peopleEvents, withCounts } from './store-people.js';
import { roomEvents, indexed, NONE, without } from './store-rooms.js';

/** @type {Record<string, (state: State, data: any, at: number) => State>} */
const handlers = {
  ...messageEvents,
  ...roomEvents,
  ...peopleEvents,
  opened: (state, data) => ({ ...state, roomId: data.room }),
  connection: (state, data) => ({ ...state, connection: data }),
};

/**
 * The state after an event; the same object if the event changes nothing.
 * @param {State} state
 * @param {StoreEvent} event `at`: when it happened, for what ends by itself
 * @returns {State}
 */
export function apply(state, event) {
  const handler = handlers[event.type];
  return handler ? handler(state, event.data ?? {}, event.at ?? 0) : state;
}

/**
 * The state that a page brings along (the JSON in `#state`), or one without a room.
 * @param {any} page
 * @returns {State}
 */
export function initialState(page) {
  /** @type {State} */
  const state = {
    me: page.me,
    team: page.team ?? '',
    roomId: page.room?.id ?? null,
    rooms: indexed(page.rooms ?? []),
    elsewhere: NONE,
    stale: 0,
    logs: {},
    members: {},
    counts: {},
    presence: {},
    typing: {},
    connection: { state: 'connecting' },
  };
  if (page.totals) state.elsewhere = without(page.totals, page.rooms ?? []);
  if (!page.room) return state;
  const known = state.rooms[page.room.id] ?? { readSeq: page.readSeq ?? 0, unread: 0, mentions: 0 };
  const room = { ...known, ...page.room };
  const log = receive({ ...emptyLog(), loaded: true }, page.messages ?? [], page.me.id);
  return {
    ...state,
    rooms: room.role ? { ...state.rooms, [room.id]: room } : state.rooms,
    logs: { [room.id]: reachedVersion(log, page.room.version) },
    members: { [room.id]: page.members ?? [] },
    counts: withCounts({}, room.id, page),
  };
}

/**
 * Holds the state; tells listeners after each change, once for all events of one `dispatch`.
 * @param {State} initial
 */
export function createStore(initial) {
  let state = initial;
  /** @type {Set<(state: State, before: State) => void>} */
  const listeners = new Set();
  return {
    get: () => state,
    /** @param {...StoreEvent} events */
    dispatch(...events) {
      const before = state;
      for (const event of events) state = apply(state, { at: Date.now(), ...event });
      if (state === before) return;
      for (const listener of [...listeners]) listener(state, before);
    },
    /** @param {(state: State, before: State) => void} listener @returns {() => void} stops it */
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
