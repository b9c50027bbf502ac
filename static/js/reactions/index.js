// @ts-check
/** Reactions: the row below a message, and where an emoji is chosen. */
import { knowingMine } from './mine.js';
import { showReactions } from './reaction-row.js';

export const parts = [{ arrived: knowingMine, show: showReactions, places: '[data-part="reactions"] button' }];
export const actions = { react: (/** @type {import('../core/dom/registry.js').About} */ { there, open }) => there && open };
export const acting = () => import('./acting.js');
export const answers = { pickEmoji: () => import('./emoji-picker.js') };
