import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCalm, rowsOf } from '../../static/js/messages/rows.js';
import { FakeRoom, ann, ben } from './support.mjs';

const make = (...senders) => {
  const room = new FakeRoom();
  senders.forEach((sender, i) => room.post(sender, `text ${i + 1}`));
  return room.messages;
};
const rows = (messages, rest = {}) => rowsOf({ messages, pending: [], log: { list: messages, withheld: [] }, me: ann, unreadAfter: Infinity, ...rest });
const sketch = (list) => list.map((row) => (row.day ? 'day' : row.unread ? 'new' : row.gap ? `missing ${row.gap}` : `${row.view.grouped ? '+' : ''}${row.view.message.content}`));

test('a day stands above its first message, and one who goes on is not named again', () => {
  assert.deepEqual(sketch(rows(make(ben, ben, ann))), ['day', 'text 1', '+text 2', 'text 3']);
});

test('another day begins a group of its own', () => {
  const messages = make(ben, ben);
  messages[1].timestamp = new Date(new Date(messages[0].timestamp).getTime() + 86_400_000).toISOString();
  assert.deepEqual(sketch(rows(messages)), ['day', 'text 1', 'day', 'text 2']);
});

test('what is answered is found in the room of a thread, too', () => {
  const [said, root] = make(ben, ann);
  root.replyTo = said.id;
  const quoted = (rest) => rows([root], rest).at(-1).view.quoted;
  assert.equal(quoted({}), null);
  assert.equal(quoted({ room: [said, root] }), said);
});

test('a reply, and what follows a deleted message, begin a group', () => {
  const messages = make(ben, ben, ben);
  messages[1].replyTo = messages[0].id;
  assert.deepEqual(sketch(rows(messages)), ['day', 'text 1', 'text 2', '+text 3']);
  messages[1] = { ...messages[1], replyTo: null, deleted: true };
  assert.deepEqual(sketch(rows(messages)), ['day', 'text 1', '+text 2', 'text 3']);
});

test('the line stands once, above the first message of others that was not read', () => {
  assert.deepEqual(sketch(rows(make(ben, ben, ben), { unreadAfter: 1 })), ['day', 'text 1', 'new', 'text 2', '+text 3']);
  assert.deepEqual(sketch(rows(make(ben, ann, ben), { unreadAfter: 1 })), ['day', 'text 1', 'text 2', 'new', 'text 3']);
  assert.deepEqual(sketch(rows(make(ben, ben), { unreadAfter: 2 })), ['day', 'text 1', '+text 2']);
});

test('where the unread begins further up than the window, there is no line', () => {
  const messages = make(ben, ben, ben, ben);
  assert.deepEqual(sketch(rows(messages.slice(2), { log: { list: messages, withheld: [] }, unreadAfter: 1 })), ['day', 'text 3', '+text 4']);
});

test('what is withheld stands in its place, and nobody goes on behind it', () => {
  const [one, , , four, five, , seven] = make(ben, ben, ben, ben, ben, ben, ben);
  const log = { list: [one, four, five, seven], withheld: [[2, 3], [8, 9]] };
  assert.deepEqual(sketch(rows([one, four, five], { log })), ['day', 'text 1', 'missing 2,3', 'text 4', '+text 5']);
  assert.deepEqual(sketch(rows([four, five], { log })), ['missing 2,3', 'day', 'text 4', '+text 5']);
  assert.deepEqual(sketch(rows([seven], { log })), ['day', 'text 7', 'missing 8,9']);
  assert.deepEqual(sketch(rows([four], { log: { list: [four], withheld: [[1, 3]] } })), ['missing 1,3', 'day', 'text 4']);
});

test('what is being sent stands at the end, under the key that its message will have', () => {
  const messages = make(ben);
  const entry = { clientId: 'c-1', room: 7, content: 'soon', replyTo: messages[0].id, at: Date.now(), status: 'pending' };
  const list = rows(messages, { pending: [entry] });
  const last = list.at(-1).view;
  assert.deepEqual([last.key, last.state, last.message.content, last.quoted], ['1:c-1', 'pending', 'soon', messages[0]]);
  assert.equal(rows(messages, { pending: [entry] }).at(-1).view.message, last.message, 'the same object while nothing changes');
});

test('a reply to what is not here has no quote, and says so', () => {
  const messages = make(ben);
  messages[0].replyTo = 5;
  assert.equal(rows(messages).at(-1).view.quoted, null);
});

test('however many reply to messages that are not here, what is in memory is walked through once', () => {
  let looked = 0;
  const list = make(...Array.from({ length: 2000 }, () => ben)).map((message) => {
    const { id } = message;
    return Object.defineProperty({ ...message, replyTo: 5 }, 'id', { get: () => ((looked += 1), id), enumerable: true });
  });
  const shown = rows(list.slice(-300), { list });
  assert.equal(shown.filter((row) => row.view?.quoted === null).length, 300);
  assert.ok(looked < 2 * list.length, `${looked} looks`);
});

test('what comes after a while may fade in, and what follows at once does not', () => {
  let now = 5000;
  const calm = createCalm(() => now);
  assert.equal(calm(), true);
  for (let i = 0; i < 20; i += 1) {
    now += 100;
    assert.equal(calm(), false);
  }
  now += 1000;
  assert.equal(calm(), true);
});
