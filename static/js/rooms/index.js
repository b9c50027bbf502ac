// @ts-check
/** Rooms: their list, what is unread in them, and the dialogs in which they are found and made. */
import { signal } from '../core/store/signals.js';
import { RoomList } from './room-list.js';
import { slice } from './slice.js';

/** From one room to another. @param {Signals['stepRoom']} step */
const go = (step) => () => signal('stepRoom', step);

/** @type {import('../core/dom/registry.js').Feature} */
export const feature = {
  slice,
  elements: { 'room-list': RoomList },
  keys: [
    { where: 'page', name: 'roomAbove', key: 'ArrowUp', alt: true, does: go({ by: -1 }) },
    { where: 'page', name: 'roomBelow', key: 'ArrowDown', alt: true, does: go({ by: 1 }) },
    { where: 'page', name: 'unreadAbove', key: 'ArrowUp', alt: true, shift: true, does: go({ by: -1, unread: true }) },
    { where: 'page', name: 'unreadBelow', key: 'ArrowDown', alt: true, shift: true, does: go({ by: 1, unread: true }) },
    { where: 'page', name: 'readAll', key: 'Escape', shift: true, does: () => signal('readAll') },
    { where: 'chips', name: 'removeLast', key: 'Backspace' },
  ],
  keyWords: () => import('./key-words.js'),
  soon: [() => import('./title.js'), () => import('./only-unread.js')],
  answers: { dialog: () => import('./room-dialogs.js'), readAll: () => import('./read-all.js'), roomOptions: () => import('./room-options.js') },
};
