// @ts-check
/** What the help sheet says of the keys that lead from room to room, and of those in any list. */
import { t } from '../core/i18n/translate.js';

/** @type {import('../core/dom/registry.js').KeyLine[]} */
export const lines = [
  [t('Room above'), ['page.roomAbove']],
  [t('Room below'), ['page.roomBelow']],
  [t('Unread room above'), ['page.unreadAbove']],
  [t('Unread room below'), ['page.unreadBelow']],
  [t('Mark all rooms as read'), ['page.readAll']],
  [t('In a list: move'), ['links.up', 'links.down', 'options.up', 'options.down']],
  [t('In a list: first, last'), ['links.first', 'links.last']],
  [t('In a list of results: choose'), ['options.choose']],
  [t('While choosing people: remove the last one'), ['chips.removeLast']],
];
