// @ts-check
/** The frame around it all: the panes, the keys, how the connection does, a new version. */
import { ChatRoom } from './chat-room.js';

/** @type {import('../core/dom/registry.js').Feature} */
export const feature = {
  elements: { 'chat-room': ChatRoom },
  soon: [() => import('./update.js')],
};
