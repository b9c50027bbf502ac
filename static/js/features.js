// @ts-check
/** The features of the page of a room, in the order of `weconnect/features.py`: in it they hear of what happens. */
import * as rooms from './rooms/index.js';
import * as messages from './messages/index.js';
import * as mentions from './mentions/index.js';
import * as reactions from './reactions/index.js';
import * as presence from './presence/index.js';
import * as chat from './chat/index.js';

/** @type {import('./core/dom/registry.js').Feature[]} */
export const features = [
  rooms,
  messages,
  mentions,
  reactions,
  presence,
  chat,
];
