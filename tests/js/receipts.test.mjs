/** Under which message stands who has read up to there. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placesOf } from '../../static/js/receipts/places.js';

const ME = 1;
const message = (seq, sender = ME, more = {}) => ({ id: seq, seq, sender: { id: sender }, ...more });
const aside = { thread: 1 };
const places = (list, marks, thread) => Object.fromEntries(placesOf(list, marks, ME, thread));

test('each stands under the last message that they have read', () => {
  const list = [1, 2, 3].map((seq) => message(seq));
  assert.deepEqual(places(list, { 2: 1, 3: 3, 4: 3 }), { 1: [2], 3: [3, 4] });
});

test('oneself, and whoever has read nothing, stands nowhere', () => {
  assert.deepEqual(places([message(1)], { [ME]: 1, 2: 0 }), {});
  assert.deepEqual(places([], { 2: 4 }), {});
});

test('whoever writes has read what stands above, but for what stands in a thread only', () => {
  const list = [message(1), message(2, 2), message(3, 3, aside)];
  assert.deepEqual(places(list, { 2: 1, 3: 1 }), { 1: [3] }, 'under what they wrote themselves nobody stands');
  assert.deepEqual(places([...list, message(4, 3), message(5)], { 2: 0, 3: 1 }), {});
  assert.deepEqual(places([...list, message(4)], { 2: 0, 3: 4 }), { 4: [3] });
});

test('what stands in threads only has nobody under it', () => {
  const list = [message(1), message(2, ME, aside), message(3, ME, aside), message(4)];
  assert.deepEqual(places(list, { 2: 3, 3: 2, 4: 4 }), { 1: [2, 3], 4: [4] });
});

test('what is not here says nothing of where somebody is', () => {
  const list = [message(5), message(9)];
  assert.deepEqual(places(list, { 2: 3, 3: 5, 4: 7, 5: 9 }), { 5: [3], 9: [5] });
});

test('in a thread all is shown that stands in it, and what is between belongs to the room', () => {
  const list = [message(3), message(7, ME, aside), message(9, 4, aside), message(20, ME, aside)];
  assert.deepEqual(places(list, { 2: 7, 3: 15, 4: 3, 5: 20 }, true), { 7: [2], 9: [3], 20: [5] }, 'under what they wrote themselves nobody stands');
  assert.deepEqual(places(list.slice(2), { 2: 7 }, true), {}, 'what they have read last is not here');
});
