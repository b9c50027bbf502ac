// @ts-check
/** Reactions: the row below a message, those with which one reacts at once, and who reacted. */
import { knowingMine } from './mine.js';
import { QuickEmoji } from './quick-emoji.js';
import { showReactions } from './reaction-row.js';

const may = (/** @type {import('../core/dom/registry.js').About} */ { there, open }) => there && open;

/** @type {import('../core/dom/registry.js').Feature} */
export const feature = {
  elements: { 'quick-emoji': QuickEmoji },
  parts: [{ arrived: knowingMine, show: showReactions, places: '[data-part="reactions"] button' }],
  actions: { react: may, 'quick-0': may, 'quick-1': may, 'quick-2': may, 'who-reacted': ({ there, message }) => there && message.reactions.length > 0 },
  keys: [
    { where: 'message', name: 'react', key: '+' },
    { where: 'message', name: 'who-reacted', key: 'w' },
  ],
  keyWords: () => import('./key-words.js'),
  acting: () => import('./acting.js'),
};
