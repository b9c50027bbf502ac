// @ts-check
/**
 * Store events about people: who is a member, who is here, who is typing.
 *
 * @typedef {import('./store.js').State} State
 * @typedef {import('./store.js').User} User
 * @typedef {import('./store.js').Member} Member
 * @typedef {import('../wire.js').Message} Message
 */
import { byName } from '../i18n/fold.js';

/** How long "is typing" stands when nothing more is heard; the server's own limit. */
export const TYPING_MS = 6000;

/** So many people of one room are held at most; more are asked for when they are looked for. */
const MOST = 200;

/**
 * How many people a room has, as the server said with them.
 * @param {State['counts']} counts
 * @param {number} room
 * @param {{memberCount?: number, hereCount?: number}} said
 * @returns {State['counts']}
 */
export const withCounts = (counts, room, { memberCount, hereCount }) =>
  memberCount === undefined ? counts : { ...counts, [room]: { members: memberCount, here: hereCount ?? counts[room]?.here ?? 0 } };

/**
 * How many people a room has and how many are here; `whole` is whether all of them are known.
 * @param {State} state
 * @param {number} room
 */
export function peopleCounts(state, room) {
  const list = state.members[room] ?? [];
  const said = state.counts[room];
  if (said && said.members > list.length) return { ...said, whole: false };
  return { members: list.length, here: list.filter((member) => member.state !== 'offline').length, whole: true };
}

/** @param {User} a @param {User} b */
const sameName = (a, b) => a.username === b.username && a.displayName === b.displayName && a.avatar === b.avatar;

/** @param {User} user @returns {User} */
const bare = ({ id, username, displayName, avatar }) => ({ id, username, displayName, avatar });

/**
 * Messages with the present names of their senders: a new name is no change of a message, so it
 * has no version of its own.
 * @param {Message[]} list
 * @param {User[]} users
 */
export function withNames(list, users) {
  const names = new Map(users.map((user) => [user.id, bare(user)]));
  let changed = false;
  const out = list.map((message) => {
    const user = names.get(message.sender.id);
    if (!user || sameName(user, message.sender)) return message;
    changed = true;
    return { ...message, sender: user };
  });
  return changed ? out : list;
}

/** @template T @param {Record<number, T>} record @param {(value: T) => T} change @returns {Record<number, T>} */
function mapped(record, change) {
  let changed = false;
  const out = Object.entries(record).map(([id, value]) => {
    const next = change(value);
    if (next !== value) changed = true;
    return [id, next];
  });
  return changed ? Object.fromEntries(out) : record;
}

/** @param {State} state @param {{user: User}} data */
function userChanged(state, { user }) {
  const rename = (/** @type {any[]} */ people) =>
    people.some((p) => p.id === user.id && !sameName(p, user))
      ? people.map((p) => (p.id === user.id ? { ...p, ...bare(user) } : p))
      : people;
  return {
    ...state,
    me: user.id === state.me.id ? { ...state.me, ...bare(user) } : state.me,
    members: mapped(state.members, rename),
    rooms: mapped(state.rooms, (room) => {
      const people = rename(room.people ?? []);
      return people === room.people || !room.people ? room : { ...room, people };
    }),
    logs: mapped(state.logs, (log) => {
      const list = withNames(log.list, [user]);
      return list === log.list ? log : { ...log, list };
    }),
  };
}

/** @param {State} state @param {{users: {id: number, state: string}[]}} data */
function presence(state, { users }) {
  const news = new Map(users.map((user) => [user.id, user.state]));
  const members = mapped(state.members, (list) =>
    list.some((m) => news.has(m.id) && news.get(m.id) !== m.state)
      ? list.map((m) => (news.has(m.id) ? { ...m, state: /** @type {any} */ (news.get(m.id)) } : m))
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

/** Somebody new in the list, or somebody known who is here again. @param {State} state @param {any} data */
function userJoined(state, { room, users }) {
  const known = state.members[room];
  if (!known) return state;
  const ids = new Set(known.map((member) => member.id));
  const added = users
    .filter((/** @type {User} */ user) => !ids.has(user.id))
    .map((/** @type {User} */ user) => ({ ...bare(user), role: 'member', state: 'online' }))
    .slice(0, Math.max(0, MOST - known.length));
  const next = added.length ? { ...state, members: { ...state.members, [room]: [...known, ...added] } } : state;
  const news = users.filter((/** @type {User} */ u) => known.some((m) => m.id === u.id && m.state === 'offline'));
  return news.length ? presence(next, { users: news.map((/** @type {User} */ u) => ({ id: u.id, state: 'online' })) }) : next;
}

/** Who became a member, got another role, or is none any more. @param {State} state @param {any} data */
function membersChanged(state, { room, members, removed, memberCount }) {
  const known = state.members[room];
  if (!known) return state;
  const counts = withCounts(state.counts, room, { memberCount });
  const touched = new Set([...members.map((/** @type {Member} */ one) => one.id), ...removed]);
  const rest = known.filter((member) => !touched.has(member.id));
  const before = new Set(known.map((member) => member.id));
  const free = MOST - rest.length;
  const shown = members.filter((/** @type {Member} */ one, /** @type {number} */ i) => before.has(one.id) || i < free);
  return { ...state, counts, members: { ...state.members, [room]: [...rest, ...shown] } };
}

/** @param {State} state @param {any} data @param {number} at */
function typing(state, { room, user, typing: on }, at) {
  if (!on) return stoppedTyping(state, room, user.id);
  if (user.id === state.me.id) return state;
  const people = { ...state.typing[room], [user.id]: { user: bare(user), until: at + TYPING_MS } };
  return { ...state, typing: { ...state.typing, [room]: people } };
}

/** @param {State} state @param {number} room @param {number} user @returns {State} */
export function stoppedTyping(state, room, user) {
  if (!state.typing[room]?.[user]) return state;
  const { [user]: _gone, ...rest } = state.typing[room];
  return { ...state, typing: { ...state.typing, [room]: rest } };
}

/** Time has passed: those who were silent for too long type no more. @param {State} state @param {any} _ @param {number} at */
function tick(state, _, at) {
  let next = state;
  for (const [room, people] of Object.entries(state.typing)) {
    for (const { user, until } of Object.values(people)) {
      if (until <= at) next = stoppedTyping(next, Number(room), user.id);
    }
  }
  return next;
}

/** @type {Record<string, (state: State, data: any, at: number) => State>} */
export const peopleEvents = {
  presence,
  userJoined,
  membersChanged,
  peopleCounted: (state, { room, ...said }) => (state.members[room] ? { ...state, counts: withCounts(state.counts, room, said) } : state),
  userChanged,
  typing,
  tick,
  // Whose last socket left a room's live feed may be in another room: presence says whether they are here.
  userLeft: (state, { room, users }) =>
    users.reduce((/** @type {State} */ s, /** @type {User} */ user) => stoppedTyping(s, room, user.id), state),
};

const ORDER = ['online', 'away', 'offline'];

/** Members as the list shows them: here, away, not here; by name. @param {Member[]} members */
export const sortedMembers = (members) =>
  [...members].sort(
    (a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state) || byName(a.displayName, b.displayName) || a.id - b.id,
  );
