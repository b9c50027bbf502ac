// @ts-check
/** The frame around it all: the panes, the keys, how the connection does, a new version. */
import { ChatRoom } from './chat-room.js';

export const elements = { 'chat-room': ChatRoom };
export const soon = [() => import('./update.js')];
