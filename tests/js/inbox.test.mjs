// The number at the inbox: asked for when something has happened, and when one may have missed it.
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { settled } from './support-page.mjs';

mock.timers.enable({ apis: ['setTimeout'] });
const { start } = await import('../../static/js/inbox/link.js');

test('whoever was away asks again, also where no room has changed', async () => {
  let heard = [];
  globalThis.fetch = async (path) => (heard.push(path), { ok: true, status: 200, headers: new Headers(), json: async () => ({ unread: 4 }) });
  let state = { rooms: {}, connection: { state: 'online' }, counts: {} };
  const subscribers = [];
  start({ store: { get: () => state, subscribe: (hear) => subscribers.push(hear) } });
  const becomes = (change) => {
    const before = state;
    state = { ...state, ...change };
    for (const hear of subscribers) hear(state, before);
  };
  becomes({ connection: { state: 'reconnecting' } });
  becomes({ connection: { state: 'catching-up' } });
  mock.timers.tick(2000);
  assert.deepEqual(heard, []);
  becomes({ connection: { state: 'complete' } });
  mock.timers.tick(1000);
  await settled();
  assert.deepEqual(heard, ['/api/v1/inbox?limit=0']);
  assert.equal(document.querySelector('[data-part="inbox"]').querySelector('[data-part="inbox-count"]').textContent, '4');
  becomes({ connection: { state: 'online' } });
  mock.timers.tick(2000);
  assert.equal(heard.length, 1);
});

test('where it cannot be had, no empty one is opened', async () => {
  const dialog = document.querySelector('[data-part="dialog"]');
  let opened = 0;
  Object.assign(dialog, { open: false, showModal: () => (opened += 1) });
  document.getElementById = (id) => (id === 'dialog-inbox' ? dialog : null);
  const { open } = await import('../../static/js/inbox/dialog.js');
  globalThis.fetch = async () => {
    throw new TypeError('offline');
  };
  await open(() => {});
  assert.equal(opened, 0);
  globalThis.fetch = async () => ({ ok: true, status: 200, headers: new Headers(), json: async () => ({ items: [], next: null, unread: 0 }) });
  await open(() => {});
  assert.equal(opened, 1);
});
