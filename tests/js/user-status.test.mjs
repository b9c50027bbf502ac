// What a person says of themselves, beside their name: the time where they are goes on.
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import './support-page.mjs';

process.env.TZ = 'Europe/Berlin';
const kinds = new Map();
globalThis.customElements = { define: (tag, kind) => kinds.set(tag, kind) };
globalThis.requestAnimationFrame = (draw) => draw();
mock.timers.enable({ apis: ['setInterval', 'Date'], now: Date.parse('2026-11-30T10:00:30Z') });
performance.now = () => Date.now();
const { provide } = await import('../../static/js/core/dom/app.js');
const { start } = await import('../../static/js/status/user-status.js');
start();

const status = { emoji: null, text: 'By bike', until: null, dndUntil: null, timeZone: 'Asia/Kolkata' };
const state = { statuses: { 2: status }, rooms: {}, roomId: 7 };
provide({ store: { get: () => state, subscribe: () => () => {} }, features: {} });

/** @param {object} data */
function shown(data) {
  const node = Object.assign(new (kinds.get('user-status'))(), { dataset: { user: '2', ...data } });
  document.body.append(node);
  node.connectedCallback();
  return node;
}
const says = ({ children }) => children.map((one) => one.textContent ?? one).join('').trim();

test('the time where somebody is goes on, and nothing else is drawn anew', () => {
  const whole = shown({ whole: '' });
  const sign = shown({});
  const [first] = sign.children;
  assert.match(says(whole), /By bike 15:30 there$/);
  mock.timers.tick(60_000);
  assert.match(says(whole), /By bike 15:31 there$/);
  assert.equal(sign.children[0], first);
  const before = [...whole.children];
  whole.flush();
  assert.deepEqual(whole.children.map((one, at) => one === before[at]), before.map(() => true));
  whole.disconnectedCallback();
  mock.timers.tick(60_000);
  assert.match(says(whole), /15:31/);
});
