// @ts-check
/**
 * All emojis that one may choose, with what they are called in the person's language; and finding one by any part of
 * its name.
 *
 * @typedef {object} Entry
 * @property {string} emoji what is written: the sign, or `:name:`
 * @property {number} group
 * @property {string} label what it is called
 * @property {string} name the first of its names for `:name:`
 * @property {string[]} words by which it is found, folded: its label first, then other words for it
 * @property {boolean} toned whether it has skin tones
 * @property {import('./team.js').TeamEmoji} [team]
 */
import { fetchData, fetchRows } from '../core/dom/emojis.js';
import { fold } from '../core/i18n/fold.js';
import { locale } from '../core/i18n/translate.js';
import { isShown } from './shown.js';
import { fetchTeam } from './team.js';

/** The languages in which the data names emojis; in others they are found by their English names. */
const NAMED = ['ar', 'de', 'en'];
const LANGUAGE = NAMED.find((one) => locale.startsWith(one)) ?? 'en';
/** The team's own are a group before all others. */
export const TEAM = -1;

/** @type {Promise<Entry[]>|undefined} */
let standard;

/** @returns {Promise<Entry[]>} */
async function fetchStandard() {
  const [rows, labels] = await Promise.all([fetchRows(), fetchData(`names-${LANGUAGE}`)]);
  const versions = new Map();
  for (const [, emoji, , , version] of rows) if (!versions.has(version)) versions.set(version, emoji);
  const shown = new Map([...versions].map(([version, emoji]) => [version, isShown(version, emoji)]));
  return rows.flatMap(([group, emoji, names, toned, version], at) => {
    if (!shown.get(version)) return [];
    const [label, ...more] = labels[at].split('|');
    const [name] = names.split(' ');
    return { emoji, group, label, name, toned: Boolean(toned), words: [...new Set([label, ...names.replaceAll('_', ' ').split(' '), ...more, ...names.split(' ')].map(fold))] };
  });
}

/** Those of the team, then all others in Unicode's order. Throws where they cannot be fetched. */
export async function catalogue() {
  standard ??= fetchStandard().catch((error) => ((standard = undefined), Promise.reject(error)));
  // Without the team's there are still all others.
  const team = await fetchTeam().then(({ emojis }) => emojis, () => []);
  return [...team.map(entryOf), ...(await standard)];
}

/** @param {import('./team.js').TeamEmoji} team @returns {Entry} */
const entryOf = (team) => ({ emoji: `:${team.name}:`, group: TEAM, label: team.name, name: team.name, words: [fold(team.name), ...fold(team.name).split(/[_+-]/)], toned: false, team });

/**
 * Those that are called so, the best first: whose name begins with it, then whose words do, then any that has it.
 * @param {Entry[]} entries @param {string} query
 */
export function found(entries, query) {
  const asName = fold(query.replaceAll(':', '').trim());
  // After a colon nobody writes spaces: `rotes_herz`.
  const wanted = asName.split(/[\s_]+/u).filter(Boolean);
  const whole = wanted.join(' ');
  const rank = (/** @type {Entry} */ { words: [label, ...words], name }) => {
    if (name === asName || label === whole) return 0;
    if (label.startsWith(whole) || name.startsWith(asName) || label.includes(` ${whole}`)) return 1;
    if (wanted.every((one) => words.some((word) => word.startsWith(one)))) return 2;
    return wanted.every((one) => [label, ...words].some((word) => word.includes(one))) ? 3 : 4;
  };
  const ranked = wanted.length ? entries.map((entry) => ({ entry, at: rank(entry) })).filter(({ at }) => at < 4) : [];
  return ranked.sort((a, b) => a.at - b.at).map(({ entry }) => entry);
}
