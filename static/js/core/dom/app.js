// @ts-check
/**
 * What the elements share. `room.js` builds it before it defines them.
 *
 * @typedef {object} App
 * @property {import('../store/store.js').Store} store
 * @property {import('../net/socket.js').Link} link
 * @property {import('../net/sync.js').Sync} sync
 * @property {import('../net/outbox.js').Outbox} outbox
 * @property {ReturnType<typeof import('../net/local.js').createLocal>} local
 * @property {import('./registry.js').Registry} features what they do with messages
 */

/** @type {App | undefined} */
let current;

/** @param {App} app */
export const provide = (app) => {
  current = app;
};

/** @returns {App} */
export function app() {
  if (!current) throw new Error('room.js has not provided the app yet');
  return current;
}
