// @ts-check
/** Presence: the people of a room, who is here, and who is typing. */
import { slice } from './slice.js';

/** @type {import('../core/dom/registry.js').Feature} */
export const feature = {
  slice,
  soon: [() => import('./typing-line.js'), () => import('./user-list.js'), () => import('./member-count.js'), () => import('./away.js')],
};
