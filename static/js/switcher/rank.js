// @ts-check
/** What fits what one looks for, and in which order. */
import { byName, fold } from '../core/i18n/fold.js';

/**
 * @typedef {object} Place somewhere to go to
 * @property {string} key what it is, once: `room:7`, `person:3`, `command:topic`
 * @property {string} name
 * @property {string[]} [also] its other names, as what a person logs in by
 * @property {string} more what else it is found by
 * @property {number} recent how many others were visited later; Infinity if it was not
 * @property {number} kind what stands first of those that are alike otherwise
 */

/** Words, as far as a script sets them apart. */
const WORD = /[\s\p{P}\p{S}]+/u;

/** @param {string} name folded @param {string} wanted @returns {number} */
function fitOf(name, wanted) {
  if (name.startsWith(wanted)) return 0;
  if (name.split(WORD).some((word) => word.startsWith(wanted))) return 1;
  return name.includes(wanted) ? 2 : Infinity;
}

/**
 * How well a place fits: 0 if a name of it begins so, 1 if a word of it does, 2 if it stands in the name, 3 if all that
 * was typed stands somewhere; Infinity if it does not.
 * @param {Pick<Place, 'name'|'also'|'more'>} place @param {string} query
 */
export function fit({ name, also = [], more }, query) {
  const wanted = fold(query).trim();
  if (!wanted) return 0;
  const names = [name, ...also].map(fold);
  const best = Math.min(...names.map((one) => fitOf(one, wanted)));
  if (best < Infinity) return best;
  const all = [...names, fold(more)].join('\n');
  return wanted.split(/\s+/u).every((word) => all.includes(word)) ? 3 : Infinity;
}

/**
 * Those that fit, the best first: how well, how lately one was there, by name.
 * @template {Place} P @param {P[]} places @param {string} query @returns {P[]}
 */
export function ranked(places, query) {
  const found = places.map((place) => ({ place, fits: fit(place, query) })).filter(({ fits }) => fits < Infinity);
  found.sort((a, b) => a.fits - b.fits || order(a.place, b.place));
  return found.map(({ place }) => place);
}

/** @param {Place} a @param {Place} b */
const order = (a, b) => (a.recent === b.recent ? a.kind - b.kind || byName(a.name, b.name) : a.recent - b.recent);
