// What a person encrypts for their own devices: opened by those that share the key of their backup, under its own name only.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createOwn } from '../../static/js/e2ee/worker/own.js';

const KEY = Buffer.alloc(32, 7).toString('base64');
const device = (key = KEY, version = '3') => createOwn({ key: async () => (key ? { key: { toBase64: () => key }, version } : null) });

test('another device with the key opens it, and the server reads nothing', async () => {
  const sealed = await device().sealOwn('room:7', 'Grüße aus dem Tresor');
  assert.match(sealed, /^[!-~]+$/);
  assert.ok(!sealed.includes('Tresor'));
  assert.equal(await device().openOwn('room:7', sealed), 'Grüße aus dem Tresor');
  assert.notEqual(await device().sealOwn('room:7', 'Grüße aus dem Tresor'), sealed);
});

test('under another name, with another key, or changed, it does not open', async () => {
  const sealed = await device().sealOwn('room:7', 'hello');
  const other = Buffer.alloc(32, 8).toString('base64');
  assert.equal(await device().openOwn('room:8', sealed), null);
  assert.equal(await device(other).openOwn('room:7', sealed), null);
  assert.equal(await device(KEY, '4').openOwn('room:7', sealed), null);
  assert.equal(await device().openOwn('room:7', sealed.replace(/"data":"(.)/, (_, first) => `"data":"${first === 'A' ? 'B' : 'A'}`)), null);
  assert.equal(await device().openOwn('room:7', 'nonsense'), null);
});

test('a device without the key keeps its drafts to itself', async () => {
  assert.equal(await device(null).sealOwn('room:7', 'hello'), null);
  assert.equal(await device(null).openOwn('room:7', '{}'), null);
});

test('the longest text fits into what the server takes', async () => {
  const sealed = await device().sealOwn('thread:123456', JSON.stringify({ text: '😀'.repeat(8000), replyTo: 2 ** 40 }));
  assert.ok(sealed.length <= 49_152, String(sealed.length));
});
