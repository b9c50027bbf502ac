// @ts-check
/** Rooms: their list, what is unread in them, and the dialogs in which they are found and made. */
import { RoomList } from './room-list.js';
import { slice } from './slice.js';

/** @type {import('../core/dom/registry.js').Feature} */
export const feature = {
  slice,
  elements: { 'room-list': RoomList },
  soon: [() => import('./title.js'), () => import('./only-unread.js')],
  answers: { dialog: () => import('./room-dialogs.js'), readAll: () => import('./read-all.js'), roomOptions: () => import('./room-options.js') },
};
