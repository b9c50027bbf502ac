import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readdirSync } from 'node:fs';
import { KEYS, addKeys, pressed } from '../../static/js/core/dom/keys.js';
import { keys as ofMessages } from '../../static/js/messages/keys.js';
import { groupsOf } from '../../static/js/rooms/key-groups.js';

const js = new URL('../../static/js/', import.meta.url);
addKeys([...ofMessages, { where: 'page', name: 'help', key: '?' }]);

test('no key is on the help sheet twice, and each is in one group', async () => {
  const files = readdirSync(js, { recursive: true }).filter((path) => path.endsWith('key-words.js'));
  const lines = (await Promise.all(files.map(async (path) => (await import(new URL(path, js))).lines))).flat();
  const listed = lines.flatMap(([, names]) => names);
  assert.ok(listed.length > 40);
  assert.equal(new Set(listed).size, listed.length);
  const grouped = groupsOf(lines).flatMap(([, found]) => found);
  assert.deepEqual(new Set(grouped), new Set(lines));
  assert.equal(grouped.length, lines.length);
});

test('a feature brings its keys along, and says what they do', () => {
  addKeys([
    { where: 'message', name: 'star', key: 's' },
    { where: 'sky', name: 'fly', key: 'f' },
  ]);
  const press = (key) => ({ key, altKey: false, ctrlKey: false, metaKey: false, shiftKey: false });
  assert.equal(pressed(press('s'), 'message'), 'star');
  assert.equal(pressed(press('f'), 'message'), undefined);
  assert.equal(pressed(press('f'), 'sky'), 'fly');
  const lines = { fly: ['Fly', ['sky.fly']], star: ['Star', ['message.star']], above: ['Above', ['list.previousMessage']], send: ['Send', ['box.send']] };
  const [writing, about, conversation, lists] = groupsOf(Object.values(lines)).map(([, found]) => found);
  assert.deepEqual([writing, about, lists], [[lines.send], [], []]);
  assert.deepEqual(conversation, [lines.above, lines.star, lines.fly]);
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
