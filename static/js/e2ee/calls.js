// @ts-check
/** Whom a text calls for by an @, among a room's members: in a sealed message the sender's browser says it. */
import { keyOf, namesIn } from '../core/dom/names.js';
import { api } from '../core/net/api.js';

const EVERYBODY = ['room', 'here'];

/**
 * The ids of the members whom a text calls for.
 * @param {string} text
 * @param {number} room
 * @param {{id: number, username: string}[]} members those who are known here
 * @param {typeof api} [ask] asks for the others
 */
export async function callsIn(text, room, members, ask = api) {
  /** @type {Set<number>} */
  const found = new Set();
  for (const { forms } of namesIn(text)) {
    const names = forms.map(({ key }) => key).filter((key) => !EVERYBODY.includes(key));
    let member = best(names, members);
    if (!member && names.length) {
      const query = encodeURIComponent(names[names.length - 1]);
      const answer = await ask('GET', `/rooms/${room}/members?limit=50&q=${query}`).catch(() => null);
      member = best(names, answer?.members ?? []);
    }
    if (member) found.add(member.id);
  }
  return [...found];
}

/**
 * The ids of the groups that a text calls for, where no member has the name.
 * @param {string} text
 * @param {{username: string}[]} members
 * @param {typeof api} [ask]
 * @returns {Promise<number[]>}
 */
export async function groupsIn(text, members, ask = api) {
  /** @type {Set<number>} */
  const found = new Set();
  for (const { forms } of namesIn(text)) {
    const names = forms.map(({ key }) => key).filter((key) => !EVERYBODY.includes(key));
    if (!names.length || members.some(({ username }) => names.includes(keyOf(username)))) continue;
    const answer = await ask('GET', `/groups?limit=50&q=${encodeURIComponent(names[names.length - 1])}`).catch(() => null);
    const group = answer?.groups.find((/** @type {{name: string}} */ one) => names.includes(keyOf(one.name)));
    if (group) found.add(group.id);
  }
  return [...found];
}

/** Whether a text calls for all members, or all who are here, as well. @param {string} text @returns {'room'|'here'|undefined} */
export function everybodyIn(text) {
  const keys = namesIn(text).flatMap(({ forms }) => forms.map(({ key }) => key));
  return /** @type {'room'|'here'|undefined} */ (EVERYBODY.find((kind) => keys.includes(kind)));
}

/** @param {string[]} names the longest first @param {{id: number, username: string}[]} members */
function best(names, members) {
  for (const name of names) {
    const member = members.find(({ username }) => keyOf(username) === name);
    if (member) return member;
  }
  return undefined;
}
