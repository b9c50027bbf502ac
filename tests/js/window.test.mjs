import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mergeMessages } from '../../static/js/core/store/log.js';
import { MOST, NEWEST, around, beyond, look, newer, older } from '../../static/js/messages/view-window.js';
import { FakeRoom, ben, seeded } from './support.mjs';

const room = new FakeRoom();
for (let i = 0; i < 1000; i += 1) room.post(ben, `text ${i + 1}`);
const all = room.messages;
const range = (from, to) => all.slice(from - 1, to);
const seqs = ({ messages }) => [messages[0]?.seq, messages.at(-1)?.seq];

test('a first look shows the newest, and follows what comes', () => {
  const seen = look(range(1, 999), NEWEST, 999, true);
  assert.equal(seen.window.last, 999);
  assert.ok(seen.window.tail);
  assert.equal(look(range(1, 1000), seen.window, 1000, true).window.last, 1000);
});

test('scrolling up and down a long room never shows more than a bounded number, and no hole', () => {
  let window = look(all, NEWEST, 1000, true).window;
  while (beyond(all, window, 1000).above === 'memory') {
    const seen = look(all, older(all, window), 1000, false);
    assert.ok(seen.messages.length <= MOST);
    assert.ok(seen.window.first < window.first);
    window = seen.window;
  }
  assert.equal(window.first, 1);
  assert.ok(!window.tail);
  while (beyond(all, window, 1000).below === 'memory') {
    const seen = look(all, newer(all, window), 1000, false);
    assert.ok(seen.messages.length <= MOST);
    assert.ok(seen.window.last > window.last);
    window = seen.window;
  }
  assert.equal(window.last, 1000);
  assert.ok(window.tail, 'at the end it follows again');
});

test('whoever reads further up is not moved by what comes, and the end is cut off instead', () => {
  let window = look(range(1, 900), NEWEST, 900, true).window;
  for (let last = 901; last <= 1000; last += 1) window = look(range(1, last), window, last, false).window;
  const { first } = window;
  while (look(all, window, 1000, false).messages.length < MOST) window = older(all, window);
  const seen = look(all, window, 1000, false);
  assert.ok(seen.window.first <= first);
  assert.equal(seen.messages.length, MOST);
});

test('at the bottom the top is cut off', () => {
  const seen = look(all, { first: 1, last: 999, tail: true }, 1000, true);
  assert.equal(seen.window.last, 1000);
  assert.ok(seen.messages.length < MOST);
});

test('what stands behind a gap waits until the gap is filled, and is then followed', () => {
  const before = look(range(1, 500), NEWEST, 500, true).window;
  const gap = mergeMessages(range(1, 500), range(503, 504));
  const during = look(gap, before, 504, true);
  assert.equal(during.window.last, 500);
  assert.ok(during.window.tail);
  assert.equal(look(range(1, 504), during.window, 504, true).window.last, 504);
});

test('a page from long ago is shown as it is, until one scrolls on', () => {
  const list = range(401, 450);
  const seen = look(list, { first: 401, last: 450, tail: false }, 1000, true);
  assert.deepEqual(seqs(seen), [401, 450]);
  assert.ok(!seen.window.tail);
  assert.deepEqual(beyond(list, seen.window, 1000), { above: 'server', below: 'server' });
  const live = mergeMessages(list, range(1000, 1000));
  assert.deepEqual(seqs(look(live, seen.window, 1000, true)), [401, 450]);
});

test('around a message there is something on both sides', () => {
  const seen = look(all, around(500), 1000, false);
  assert.ok(seen.window.first < 500 && seen.window.last > 500);
  assert.deepEqual(beyond(all, seen.window, 1000), { above: 'memory', below: 'memory' });
});

test('around a message from long ago there is what was fetched of its time, not the newest', () => {
  const list = mergeMessages(range(951, 1000), range(1, 49));
  const seen = look(list, around(10), 1000, true);
  assert.deepEqual(seqs(seen), [1, 49]);
  assert.ok(!seen.window.tail);
  assert.deepEqual(beyond(list, seen.window, 1000), { above: 'nothing', below: 'server' });
});

test('an empty room has nothing on any side; one that is not here yet has', () => {
  assert.deepEqual(beyond([], NEWEST, 0), { above: 'nothing', below: 'nothing' });
  assert.deepEqual(look([], NEWEST, 0, true).messages, []);
  assert.equal(beyond([], NEWEST, 5).above, 'server');
});

test('whatever one does, the window is one unbroken stretch of what is there', () => {
  for (let seed = 1; seed <= 200; seed += 1) {
    const dice = seeded(seed);
    let [from, to] = [400, 450];
    let list = range(from, to);
    let window = { first: from, last: to, tail: dice.random() < 0.5 };
    for (let step = 0; step < 40; step += 1) {
      const what = dice.below(6);
      if (what === 0) list = mergeMessages(list, range((from = Math.max(1, from - 50)), to));
      else if (what === 1) list = mergeMessages(list, range(from, (to = Math.min(1000, to + 50))));
      else if (what === 2) list = mergeMessages(list, range(1000 - dice.below(20), 1000));
      else if (what === 3) window = older(list, window);
      else if (what === 4) window = newer(list, window);
      else window = dice.random() < 0.5 ? NEWEST : around(1 + dice.below(1000));
      const seen = look(list, window, 1000, dice.random() < 0.5);
      window = seen.window;
      assert.ok(seen.messages.length > 0 && seen.messages.length <= MOST, `seed ${seed}`);
      seen.messages.forEach((m, i) => assert.equal(m.seq, seen.messages[0].seq + i, `seed ${seed}`));
    }
  }
});

test('for whoever came later the room begins with the first message that they see', () => {
  const list = range(8, 12);
  const top = { first: 8, last: 12, tail: true };
  assert.equal(beyond(list, top, 12).above, 'server');
  assert.deepEqual(beyond(list, top, 12, { from: 8 }), { above: 'nothing', below: 'nothing' });
  assert.equal(beyond(list, top, 12, { from: 7 }).above, 'server');
  assert.equal(beyond([], NEWEST, 7, { from: 8 }).above, 'nothing');
  assert.equal(beyond([], NEWEST, 8, { from: 8 }).above, 'server');
});
