// @ts-check
/** Reactions: the row below a message, and where an emoji is chosen. */
import { t } from '../core/i18n/translate.js';
import { knowingMine } from './mine.js';
import { showReactions } from './reaction-row.js';

/** @type {import('../core/dom/registry.js').Feature} */
export const feature = {
  parts: [{ arrived: knowingMine, show: showReactions, places: '[data-part="reactions"] button' }],
  actions: { react: ({ there, open }) => there && open },
  keys: [{ where: 'message', name: 'react', key: '+', says: () => t('On a message: react') }],
  acting: () => import('./acting.js'),
  answers: { pickEmoji: () => import('./emoji-picker.js') },
};
