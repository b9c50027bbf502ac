// @ts-check
/** Reactions: the row below a message, and where an emoji is chosen. */
import { knowingMine } from './mine.js';
import { showReactions } from './reaction-row.js';

/** @type {import('../core/dom/registry.js').Feature} */
export const feature = {
  parts: [{ arrived: knowingMine, show: showReactions, places: '[data-part="reactions"] button' }],
  actions: { react: ({ there, open }) => there && open },
  acting: () => import('./acting.js'),
  answers: { pickEmoji: () => import('./emoji-picker.js') },
};
