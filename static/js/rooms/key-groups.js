// @ts-check
/** How the help sheet groups the keys, and what is printed on them. */
import { t, tc } from '../core/i18n/translate.js';

/** @typedef {import('../core/dom/keys.js').Key} Key */
/** @typedef {import('../core/dom/registry.js').KeyLine} KeyLine */

/** Under what the sheet has the keys of which places; those of a feature's own place stand with the conversation's. @type {[string, string[]][]} */
const groups = [
  [t('Writing'), ['box', 'edit']],
  [t('Getting about'), ['page']],
  [t('In the conversation'), ['list', 'message']],
  [t('In lists'), ['links', 'options', 'chips']],
];
const known = groups.flatMap(([, places]) => places);

/** The lines in groups, each with its heading. @param {KeyLine[]} lines @returns {[string, KeyLine[]][]} */
export function groupsOf(lines) {
  const at = (/** @type {string} */ place) => lines.filter(([, [name]]) => name.split('.')[0] === place);
  const others = lines.filter(([, [name]]) => !known.includes(name.split('.')[0]));
  return groups.map(([title, places]) => [title, [...places.flatMap(at), ...(places.includes('list') ? others : [])]]);
}

/** What is printed on keys. @type {Record<string, string>} */
const CAPS = {
  Ctrl: tc('key', 'Ctrl'),
  Alt: tc('key', 'Alt'),
  Shift: tc('key', 'Shift'),
  Enter: tc('key', 'Enter'),
  Esc: tc('key', 'Esc'),
  Home: tc('key', 'Home'),
  End: tc('key', 'End'),
  Delete: tc('key', 'Delete'),
  Backspace: tc('key', 'Backspace'),
  PgUp: tc('key', 'PgUp'),
};

const SIGNS = /** @type {Record<string, string>} */ ({ ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', PageUp: 'PgUp', ArrowRight: '→', Escape: 'Esc' });

/** The caps of a key, as they are printed on it. @param {Key} key @returns {string[]} */
export function capsOf({ key, command, alt, shift }) {
  const mac = /mac|iphone|ipad/i.test(navigator.platform);
  const sign = SIGNS[key] ?? (key.length === 1 ? key.toUpperCase() : key);
  return [...(command ? [mac ? '⌘' : 'Ctrl'] : []), ...(alt ? ['Alt'] : []), ...(shift ? ['Shift'] : []), sign].map((cap) => CAPS[cap] ?? cap);
}
