import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KEYS, pressed } from '../../static/js/core/dom/keys.js';
import { lines } from '../../static/js/rooms/key-words.js';

test('every key is on the help sheet, and nothing else is', () => {
  const listed = lines.flatMap(([, names]) => names).sort();
  assert.deepEqual(listed, KEYS.map((key) => `${key.where}.${key.name}`).sort());
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
