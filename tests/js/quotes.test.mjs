// What is shown of messages to which one links: looked up again and again, and drawn again only where it has changed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Element, settled } from './support-page.mjs';

const pane = { anew: null };
globalThis.location = { origin: 'https://chat.example' };
globalThis.window = new EventTarget();
globalThis.setInterval = (work) => void (pane.anew = work);
document.getElementById = () => ({ content: {} });
const { provide } = await import('../../static/js/core/dom/app.js');

const message = (more) => ({ id: 5, room: 7, version: 1, seq: 1, content: 'bread at nine', sender: { id: 2, displayName: 'Bo' }, timestamp: '2026-11-30T10:00:00.000Z', deleted: false, called: [], ...more });
let there = [message()];
let asked = 0;
globalThis.fetch = async () => ((asked += 1), { ok: true, status: 200, headers: new Headers(), json: async () => structuredClone({ messages: there }) });
let state = { rooms: { 7: { id: 7, name: 'Hall' } }, logs: {}, connection: { state: 'online' }, me: { id: 1 } };
const subscribers = [];
provide({ store: { get: () => state, subscribe: (hear) => subscribers.push(hear) }, features: { opened: async (found) => found, drawIn() {} } });
const becomes = (change) => {
  const before = state;
  state = { ...state, ...change };
  for (const hear of subscribers) hear(state, before);
};

test('a quote is drawn again when it has changed, and stays as it is otherwise', async () => {
  const { showQuotes } = await import('../../static/js/permalinks/quotes.js');
  const box = new Element('p');
  document.querySelectorAll = () => (box.dataset.messages ? [box] : []);
  const linking = { id: 9, content: 'see https://chat.example/messages/5/there', deleted: false };
  showQuotes(box, linking);
  await settled();
  const [first] = box.children;
  assert.ok(first);
  pane.anew();
  await settled();
  window.dispatchEvent(new Event('focus'));
  await settled();
  assert.deepEqual([asked, box.children[0] === first], [3, true], 'it was looked up, and left alone');
  there = [message({ version: 2, content: 'bread at ten' })];
  becomes({ connection: { state: 'complete' } });
  await settled();
  assert.equal(asked, 4, 'whoever comes back looks again');
  assert.notEqual(box.children[0], first);
  // The room is called otherwise; the box shows nothing for a while.
  const [second] = box.children;
  becomes({ rooms: { 7: { id: 7, name: 'Kitchen' } } });
  pane.anew();
  await settled();
  assert.notEqual(box.children[0], second);
  showQuotes(box, { ...linking, deleted: true });
  assert.deepEqual(box.children, []);
  showQuotes(box, linking);
  assert.equal(box.children.length, 1);
  there = [];
  pane.anew();
  await settled();
  assert.deepEqual(box.children, [], 'what one may not see any more is gone');
});
