// @ts-check
/**
 * The state of the page and the one way in which it changes: `apply(state, event)`, a pure function, put together
 * from slices: each feature keeps its own part of the state, and may hear of any event. Server events go in under
 * their own names with their payload as `data`; local events (something was written, the connection was lost) as well.
 *
 * @typedef {PageState} State
 * @typedef {{[Name in keyof Happenings]: {type: Name, data: Happenings[Name], at?: number}}[keyof Happenings]} StoreEvent
 * `at`: when it happened, for what ends by itself; milliseconds
 *
 * @typedef {object} Context what handlers may want to know beside the event
 * @property {number} at when it happened
 * @property {State} before the state before the event, while slices before this one may have changed it already
 * @property {Arrived} arrived
 *
 * @typedef {(message: Message, before: Message|undefined) => Message} Arrived
 * what the parts of messages make of one that arrives, beside the copy that was there before
 * @typedef {import('../wire.js').Message} Message
 *
 * @typedef {object} Slice one feature's part of the state: plain data and pure functions
 * @property {(page: PageData, arrived: Arrived) => Partial<State>} [initial] the part, of what a page brings along
 * @property {{[Name in keyof Happenings]?: (state: State, data: Happenings[Name], context: Context) => State}} on
 * what an event changes; the same object if it changes nothing
 */
import { bare, sameName } from './people.js';

/** What all features share: the person, and how the connection does. @type {Slice} */
const shared = {
  initial: (page) => ({ me: page.me, team: page.team ?? '', connection: { state: 'connecting' } }),
  on: {
    connection: (state, connection) => ({ ...state, connection }),
    userChanged: (state, { user }) =>
      user.id !== state.me.id || sameName(user, state.me) ? state : { ...state, me: { ...state.me, ...bare(user) } },
  },
};

/**
 * @param {Slice[]} slices in the order in which they hear of an event
 * @param {((message: Message, before: Message|undefined, me: number) => Message)[]} [arrivals] of the parts of messages
 */
export function composed(slices, arrivals = []) {
  const all = [shared, ...slices];
  /** @param {number} me @returns {Arrived} */
  const arrivedFor = (me) => (message, before) => arrivals.reduce((now, arrived) => arrived(now, before, me), message);

  /**
   * The state that a page brings along, or one without a room.
   * @param {PageData} page
   */
  const initialState = (page) =>
    /** @type {State} */ (Object.assign({}, ...all.map(({ initial }) => initial?.(page, arrivedFor(page.me.id)))));

  /**
   * The state after an event; the same object if the event changes nothing.
   * @param {State} state
   * @param {StoreEvent} event
   * @returns {State}
   */
  function apply(state, event) {
    const context = { at: event.at ?? 0, before: state, arrived: arrivedFor(state.me.id) };
    let next = state;
    for (const { on } of all) {
      // The type of an event and its data belong together, which is more than the checker can follow.
      const handler = /** @type {((state: State, data: unknown, context: Context) => State) | undefined} */ (on[event.type]);
      if (handler) next = handler(next, event.data ?? {}, context);
    }
    return next;
  }

  /**
   * Holds the state; tells listeners after each change, once for all events of one `dispatch`.
   * @param {State} initial
   */
  function createStore(initial) {
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

  return { initialState, apply, createStore };
}

/** @typedef {ReturnType<ReturnType<typeof composed>['createStore']>} Store */
