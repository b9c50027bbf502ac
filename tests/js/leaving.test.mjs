// What has left the page is let go: a thread that was closed hears nothing any more.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Element, settled } from './support-page.mjs';

const { provide } = await import('../../static/js/core/dom/app.js');
const { AppElement } = await import('../../static/js/core/dom/element.js');
const { onSignal, signal } = await import('../../static/js/core/store/signals.js');

/** Who hears of changes of the state. */
const hearing = new Set();
let state = { roomId: 7, members: {}, rooms: {}, me: { id: 1 } };
provide({ store: { get: () => state, subscribe: (hear) => (hearing.add(hear), () => hearing.delete(hear)) }, features: {} });
const becomes = (change) => {
  const before = state;
  state = { ...state, ...change };
  for (const hear of [...hearing]) hear(state, before);
};

/** A box whose questions whether it is still there are counted. */
function box() {
  const there = { asked: 0, isIn: true };
  const node = new Element('box');
  Object.defineProperty(node, 'isConnected', { get: () => ((there.asked += 1), there.isIn) });
  return { node, there };
}

test('what binds to an element that has left meanwhile is undone at once', () => {
  class Item extends AppElement {
    isConnected = true;
  }
  const item = new Item();
  let stopped = 0;
  item.cleanup(() => (stopped += 1));
  assert.equal(stopped, 0);
  item.disconnectedCallback();
  assert.equal(stopped, 1);
  item.isConnected = false;
  item.cleanup(() => (stopped += 1));
  assert.equal(stopped, 2);
  let heard = 0;
  item.onSignal('teamEmojis', () => (heard += 1));
  signal('teamEmojis');
  assert.equal(heard, 0);
});

test('the completion of emojis hears of the team’s for as long as its box is there', async () => {
  const { bind } = await import('../../static/js/emoji/completion.js');
  const { node: area, there } = box();
  Object.assign(area, { value: '', selectionStart: 0, selectionEnd: 0 });
  let signals = 0;
  onSignal('teamEmojis', () => (signals += 1));
  bind(area, new Element('box'));
  signal('teamEmojis');
  assert.equal(there.asked, 1);
  there.isIn = false;
  signal('teamEmojis');
  signal('teamEmojis');
  assert.deepEqual([signals, there.asked], [3, 2]);
});

test('so does the note of who is not in the room', async () => {
  const { ask } = await import('../../static/js/mentions/asking.js');
  const zoe = { username: 'zoe', displayName: 'Zoe' };
  globalThis.fetch = async () => ({ ok: true, status: 200, headers: new Headers(), json: async () => ({ people: 0, outside: [zoe], mayAdd: true }) });
  const form = new Element('form');
  const { node: bar, there } = box();
  form.parts.outside = bar;
  await ask({ text: 'is @zoe here?', room: 7, box: form });
  await settled();
  assert.deepEqual([hearing.size, bar.hidden], [1, false]);
  becomes({ roomId: 8 });
  assert.deepEqual([hearing.size, bar.hidden], [1, true]);
  there.isIn = false;
  becomes({ roomId: 7 });
  assert.equal(hearing.size, 0);
});
