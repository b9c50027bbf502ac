// @ts-check
/** The quick way from one place to another: rooms, people and commands by any part of their names. */
import { signal } from '../core/store/signals.js';

/** @type {import('../core/dom/registry.js').Feature} */
export const feature = {
  answers: { switcher: () => import('./switcher.js') },
  // The room in which one begins is one of them, however soon it is left.
  soon: [() => import('./visits.js')],
  keys: [{ where: 'page', name: 'findRoom', key: 'k', command: true, does: () => signal('switcher', {}) }],
  keyWords: () => import('./key-words.js'),
};
