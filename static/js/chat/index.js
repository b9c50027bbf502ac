// @ts-check
/** The frame around it all: the panes, the keys, how the connection does, a new version. */
import { ChatRoom } from './chat-room.js';

/** @type {import('../core/dom/registry.js').Feature} */
export const feature = {
  elements: { 'chat-room': ChatRoom },
  keys: [
    { where: 'page', name: 'leavePane', key: 'Escape' },
    { where: 'page', name: 'help', key: '?' },
  ],
  keyWords: () => import('./key-words.js'),
  soon: [() => import('./update.js')],
};
