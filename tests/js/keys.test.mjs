import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KEYS, addKeys, pressed } from '../../static/js/core/dom/keys.js';
import { linesOf } from '../../static/js/rooms/key-words.js';

test('every key is on the help sheet, and nothing else is', () => {
  const listed = linesOf(KEYS).flatMap(([, names]) => names).sort();
  assert.deepEqual(listed, KEYS.map((key) => `${key.where}.${key.name}`).sort());
});

test('a feature brings its keys along, and says what they do', () => {
  const before = linesOf(KEYS);
  addKeys([
    { where: 'message', name: 'star', key: 's', says: () => 'On a message: star' },
    { where: 'sky', name: 'fly', key: 'f', says: () => 'Fly' },
  ]);
  const press = (key) => ({ key, altKey: false, ctrlKey: false, metaKey: false, shiftKey: false });
  assert.equal(pressed(press('s'), 'message'), 'star');
  assert.equal(pressed(press('f'), 'message'), undefined);
  assert.equal(pressed(press('f'), 'sky'), 'fly');
  const now = linesOf(KEYS);
  const [star, fly] = [['On a message: star', ['message.star']], ['Fly', ['sky.fly']]];
  const last = before.findLastIndex(([, names]) => names[0].startsWith('message.'));
  assert.deepEqual(now, [...before.slice(0, last + 1), star, ...before.slice(last + 1), fly]);
});

test('a key is what it is, with its modifiers and no others', () => {
  const press = (key, more = {}) => ({ key, altKey: false, ctrlKey: false, metaKey: false, shiftKey: false, ...more });
  for (const { where, name, key, command, alt, shift } of KEYS) {
    const event = press(key, { altKey: Boolean(alt), shiftKey: Boolean(shift) });
    assert.equal(pressed({ ...event, ctrlKey: Boolean(command) }, where), name);
    if (command) assert.equal(pressed({ ...event, metaKey: true }, where), name, 'a Mac has another key for it');
    else assert.equal(pressed({ ...event, ctrlKey: true }, where), undefined);
  }
  assert.equal(pressed(press(undefined), 'page'), undefined, 'a form that the browser fills in');
  assert.equal(pressed(press('E', { shiftKey: true }), 'message'), 'edit');
  assert.equal(pressed(press('?', { shiftKey: true }), 'page'), 'help');
});
