// After a break, as when a server begins anew, a crowd does not ask for the team's emojis in the same moment.
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';

globalThis.localStorage = { getItem: () => null, setItem: () => {}, removeItem: () => {} };
globalThis.HTMLElement ??= class {};
globalThis.document = { querySelector: () => null, querySelectorAll: () => [], documentElement: { dataset: {}, lang: 'en' } };
const { provide } = await import('../../static/js/core/dom/app.js');
const { start } = await import('../../static/js/emoji/following.js');
await import('../../static/js/emoji/live.js');
mock.timers.enable({ apis: ['setTimeout'] });
mock.method(Math, 'random', () => 0.5);

let asked = 0;
globalThis.fetch = async () => {
  asked += 1;
  return { ok: true, status: 200, headers: new Headers(), json: async () => ({ emojis: null, version: 4, mayAdd: true, skinTone: 0, recent: [] }) };
};
async function later(ms) {
  mock.timers.tick(ms);
  for (let turn = 0; turn < 5; turn += 1) await new Promise((done) => setImmediate(done));
}

/** How many have asked, by seconds after a line that broke twice was there again. @param {number} members */
async function afterBreak(members) {
  const state = (/** @type {string} */ connection) => ({ connection: { state: connection }, counts: { 7: { members } }, rooms: {}, emojiVersion: 4, emojiChange: null });
  let heard;
  const store = { get: () => state('complete'), dispatch: () => {}, subscribe: (hear) => (heard = hear) };
  const app = { store, features: {} };
  provide(app);
  start(app);
  asked = 0;
  for (let time = 0; time < 2; time += 1) heard(state('complete'), state('reconnecting'));
  const found = {};
  for (let second = 1; second <= 40; second += 1) {
    await later(1000);
    found[second] = asked;
  }
  return found;
}

test('a small team asks at once, and once', async () => {
  const found = await afterBreak(12);
  assert.deepEqual([found[1], found[40]], [1, 1]);
});

test('of a crowd one asks sooner, another later', async () => {
  const found = await afterBreak(1200);
  assert.deepEqual([found[2], found[30], found[31], found[40]], [0, 0, 1, 1]);
});
