// @ts-check
/** Presence: the people of a room, who is here, and who is typing. */
export { slice } from './slice.js';
export const soon = [() => import('./typing-line.js'), () => import('./user-list.js'), () => import('./away.js')];
