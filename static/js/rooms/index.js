// @ts-check
/** Rooms: their list, what is unread in them, and the dialogs in which they are found and made. */
import { RoomList } from './room-list.js';

export { slice } from './slice.js';
export const elements = { 'room-list': RoomList };
export const soon = [() => import('./title.js')];
export const answers = { dialog: () => import('./room-dialogs.js') };
