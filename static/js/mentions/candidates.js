// @ts-check
/** Whom one may mean by what one has begun to write: those of the room, everybody, and people elsewhere. */
import { app } from '../core/dom/app.js';
import { api } from '../core/net/api.js';
import { byName, fold } from '../core/i18n/fold.js';
import { t, tn } from '../core/i18n/translate.js';

/**
 * @typedef {object} Candidate
 * @property {number} id
 * @property {string} username
 * @property {string} displayName
 * @property {string|null} avatar
 * @property {string} [about] what one should know before choosing it
 * @property {boolean} [many] whether it stands for several people
 */

export const MOST = 8;

/** Those of a list who match, by username first; everybody by the beginning of a word alone: who writes a name does not call for all. @template {Candidate} T @param {T[]} people @param {string} query @returns {T[]} */
export function matching(people, query) {
  const wanted = fold(query);
  const rank = (/** @type {Candidate} */ { id, username, displayName }) => {
    const [name, shown] = [fold(username), fold(displayName)];
    if (name.startsWith(wanted)) return 0;
    if (shown.split(/\s+/u).some((word) => word.startsWith(wanted)) || shown.startsWith(wanted)) return 1;
    return id && (name.includes(wanted) || shown.includes(wanted)) ? 2 : 3;
  };
  const ranked = people.map((one) => ({ one, at: rank(one) })).filter(({ at }) => at < 3);
  ranked.sort((a, b) => a.at - b.at || byName(a.one.displayName, b.one.displayName) || a.one.id - b.one.id);
  return ranked.map(({ one }) => one);
}

/** @returns {Candidate[]} */
export const everybody = () => [
  { id: 0, username: 'room', displayName: t('Everybody in this room'), avatar: null, many: true },
  { id: 0, username: 'here', displayName: t('Everybody who is here now'), avatar: null, many: true },
];

/**
 * Others whom the server knows: of a large room not everybody is known here, and somebody may be meant who is not in it.
 * In an encrypted room it is not asked: a name that one writes can't be told from a sentence without spaces.
 * @param {number} room
 * @param {string} query
 * @param {boolean} outside whether those are wanted as well
 * @returns {Promise<{members: Candidate[], groups: Candidate[], outside: Candidate[]}|null>} null: it did not answer, or was not asked
 */
export async function asked(room, query, outside) {
  if (app().features.keeping?.of(room)) return null;
  const q = encodeURIComponent(query);
  const found = api('GET', `/rooms/${room}/members?limit=${2 * MOST}&q=${q}`);
  const all = outside ? api('GET', `/users?limit=${2 * MOST}&q=${q}`) : { users: [] };
  const some = outside ? api('GET', `/groups?limit=${MOST}&q=${q}`) : { groups: [] };
  try {
    const [{ members }, { users }, { groups }] = await Promise.all([found, all, some]);
    return { members, groups: groups.map(groupOf), outside: users.map((/** @type {Candidate} */ one) => ({ ...one, about: t('not in this room') })) };
  } catch {
    return null;
  }
}

/** @param {import('../core/wire.js').Group} group @returns {Candidate} */
const groupOf = ({ id, name, displayName, memberCount }) => ({ id, username: name, displayName, avatar: null, many: true, about: tn('{n} person', '{n} people', memberCount) });
