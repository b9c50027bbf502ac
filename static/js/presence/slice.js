// @ts-check
/**
 * The people of rooms: who is a member, who is here, who is typing.
 *
 * @typedef {PageState} State
 * @typedef {import('../core/wire.js').User} User
 * @typedef {import('../core/wire.js').Member} Member
 */
import { bare, renamed } from '../core/store/people.js';
import { mapped, without } from '../core/store/records.js';
import { TYPING_MS } from '../core/wire.js';

/** So many people of one room are held at most; more are asked for when they are looked for. */
const MOST = 200;

/**
 * How many people a room has, as the server said with them.
 * @param {State['counts']} counts
 * @param {number} room
 * @param {{memberCount?: number, hereCount?: number}} said
 * @returns {State['counts']}
 */
const withCounts = (counts, room, { memberCount, hereCount }) =>
  memberCount === undefined ? counts : { ...counts, [room]: { members: memberCount, here: hereCount ?? counts[room]?.here ?? 0 } };

/** @param {State} state @param {import('../core/wire.js').Presence} data */
function presence(state, { users }) {
  const news = new Map(users.map((user) => [user.id, user.state]));
  const members = mapped(state.members, (list) =>
    list.some((m) => news.has(m.id) && news.get(m.id) !== m.state)
      ? list.map((m) => (news.has(m.id) ? { ...m, state: news.get(m.id) ?? m.state } : m))
      : list,
  );
  // Of those who are in no list, only the others of direct conversations are looked up.
  const kept = [...news].filter(([id]) => directPeople(state.rooms).has(id));
  return { ...state, members, presence: kept.length ? { ...state.presence, ...Object.fromEntries(kept) } : state.presence };
}

/** @type {WeakMap<object, Set<number>>} */
const peopleOfRooms = new WeakMap();

/** The ids of everybody one has a direct conversation with. @param {State['rooms']} rooms */
function directPeople(rooms) {
  let ids = peopleOfRooms.get(rooms);
  if (!ids) {
    ids = new Set(Object.values(rooms).flatMap((room) => (room.people ?? []).map((user) => user.id)));
    peopleOfRooms.set(rooms, ids);
  }
  return ids;
}

/** Somebody new in the list, or somebody known who is here again. @param {State} state @param {import('../core/wire.js').UserJoined} data */
function userJoined(state, { room, users }) {
  const known = state.members[room];
  if (!known) return state;
  const ids = new Set(known.map((member) => member.id));
  /** @type {Member[]} */
  const added = users
    .filter((user) => !ids.has(user.id))
    .map((user) => ({ ...bare(user), role: /** @type {const} */ ('member'), state: /** @type {const} */ ('online') }))
    .slice(0, Math.max(0, MOST - known.length));
  const next = added.length ? { ...state, members: { ...state.members, [room]: [...known, ...added] } } : state;
  const news = users.filter((u) => known.some((m) => m.id === u.id && m.state === 'offline'));
  return news.length ? presence(next, { users: news.map(({ id }) => ({ id, state: 'online' })) }) : next;
}

/** Who became a member, got another role, or is none any more. @param {State} state @param {import('../core/wire.js').MembersChanged} data */
function membersChanged(state, { room, members, removed, memberCount }) {
  const known = state.members[room];
  if (!known) return state;
  const counts = withCounts(state.counts, room, { memberCount });
  const touched = new Set([...members.map((one) => one.id), ...removed]);
  const rest = known.filter((member) => !touched.has(member.id));
  const before = new Set(known.map((member) => member.id));
  const free = MOST - rest.length;
  const shown = members.filter((one, i) => before.has(one.id) || i < free);
  return { ...state, counts, members: { ...state.members, [room]: [...rest, ...shown] } };
}

/** @param {State} state @param {import('../core/wire.js').UserTyping} data @param {{at: number}} context */
function typing(state, { room, user, typing: on }, { at }) {
  if (!on) return stoppedTyping(state, room, user.id);
  if (user.id === state.me.id) return state;
  const people = { ...state.typing[room], [user.id]: { user: bare(user), until: at + TYPING_MS } };
  return { ...state, typing: { ...state.typing, [room]: people } };
}

/** @param {State} state @param {number} room @param {number} user @returns {State} */
function stoppedTyping(state, room, user) {
  if (!state.typing[room]?.[user]) return state;
  const { [user]: _gone, ...rest } = state.typing[room];
  return { ...state, typing: { ...state.typing, [room]: rest } };
}

/** Time has passed: those who were silent for too long type no more. @param {State} state @param {unknown} _ @param {{at: number}} context */
function tick(state, _, { at }) {
  let next = state;
  for (const [room, people] of Object.entries(state.typing)) {
    for (const { user, until } of Object.values(people)) {
      if (until <= at) next = stoppedTyping(next, Number(room), user.id);
    }
  }
  return next;
}

/** @param {State} state @param {(string|number)[]} gone @returns {State} */
const withoutRooms = (state, gone) => ({ ...state, members: without(state.members, gone), counts: without(state.counts, gone), typing: without(state.typing, gone) });

/** @type {import('../core/store/store.js').Slice} */
export const slice = {
  initial: ({ room, members = [], ...said }) => ({
    members: room ? { [room.id]: members } : {},
    counts: room ? withCounts({}, room.id, said) : {},
    presence: {},
    typing: {},
  }),

  on: {
    presence,
    userJoined,
    membersChanged,
    peopleCounted: (state, { room, ...said }) => (state.members[room] ? { ...state, counts: withCounts(state.counts, room, said) } : state),
    joined: (state, { room, members, ...said }) => ({
      ...state,
      members: { ...state.members, [room.id]: members },
      counts: withCounts(state.counts, room.id, said),
    }),
    userChanged: (state, { user }) => ({ ...state, members: mapped(state.members, (people) => renamed(people, user)) }),

    typing,
    tick,
    newMessage: (state, { room, sender }) => stoppedTyping(state, room, sender.id),
    // Whose last socket left a room's live feed may be in another room: presence says whether they are here.
    userLeft: (state, { room, users }) => users.reduce((next, user) => stoppedTyping(next, room, user.id), state),

    roomRemoved: (state, { room }) => withoutRooms(state, [room]),
    rooms: (state, _, { before }) => withoutRooms(state, Object.keys(before.rooms).filter((id) => !state.rooms[Number(id)])),
  },
};
