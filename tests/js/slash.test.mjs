import assert from 'node:assert/strict';
import { test } from 'node:test';
import { feature } from '../../static/js/slash/index.js';
import { take } from '../../static/js/slash/taking.js';

// The commands ask people, by elements of the page.
globalThis.HTMLElement ??= class {};
const { commands } = await feature.commands();

const where = { app: { features: { commands: async () => commands } }, room: { id: 7, kind: 'direct', archived: false }, key: 'room:7', pane: null };
const taken = (text) => feature.takes.text.test(text);

test('a name behind a slash at the beginning is a command, and nothing else is', () => {
  for (const text of ['/me waves', '/topic', '/напомни мне', '//etc', '/me\nwaves']) assert.ok(taken(text), text);
  for (const text of ['/etc/passwd is mine', 'a /me', ' /me', '/', '/ me', '/?', '/1/2', 'https://x']) assert.ok(!taken(text), text);
});

test('two slashes send what stands behind the first one', async () => {
  assert.deepEqual(await take('//me waves', where), { send: '/me waves' });
});

test('what is no command says so, and what does nothing here does', async () => {
  assert.match((await take('/nothing of it', where)).error, /no command \/nothing/);
  assert.match((await take('/topic Beans', where)).error, /nothing in this conversation/);
});

test('what is said in italics, line by line, and with a shrug', async () => {
  assert.deepEqual(await take('/ME waves', where), { send: '_waves_' });
  assert.deepEqual(await take('/me waves \n and\n\n leaves', where), { send: '_waves_ \n _and_\n\n _leaves_' });
  assert.deepEqual(await take('/shrug', where), { send: '¯\\\\\\_(ツ)\\_/¯' });
  assert.ok((await take('/me', where)).error);
});
