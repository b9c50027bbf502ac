// @ts-check
/**
 * What the elements share. `main.js` builds it before it defines them.
 *
 * @typedef {object} App
 * @property {ReturnType<typeof import('../store/store.js').createStore>} store
 * @property {import('../net/socket.js').Link} link
 * @property {import('../net/sync.js').Sync} sync
 * @property {import('../net/outbox.js').Outbox} outbox
 * @property {ReturnType<typeof import('../net/local.js').createLocal>} local
 */

/** @type {App | undefined} */
let current;

/** @param {App} app */
export const provide = (app) => {
  current = app;
};

/** @returns {App} */
export function app() {
  if (!current) throw new Error('main.js has not provided the app yet');
  return current;
}
