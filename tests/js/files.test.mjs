// Sizes are said as the server says them, and where uploads go on is kept for one person.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sizeOf } from '../../static/js/files/sizes.js';

test('sizes are rounded as on the server', () => {
  // As `weconnect.engine.i18n.sizes.shown` has them.
  const said = { 0: '0 bytes', 999: '999 bytes', 1000: '1 KB', 1150: '1.1 KB', 1250: '1.2 KB', 1350: '1.4 KB', 1750: '1.8 KB', 3_400_000: '3.4 MB', 2e12: '2,000 GB' };
  for (const [size, text] of Object.entries(said)) assert.equal(sizeOf(Number(size)), text, size);
});

// Not every browser has locks.
Object.defineProperty(globalThis, 'navigator', { value: {}, configurable: true });

test('where an upload goes on is kept for its person, as long as the server keeps it', async () => {
  const kept = new Map();
  const storage = { getItem: (name) => kept.get(name) ?? null, setItem: (name, value) => kept.set(name, value), removeItem: (name) => kept.delete(name) };
  globalThis.localStorage = /** @type {any} */ (new Proxy(storage, { ownKeys: () => [...kept.keys()], getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }) }));
  const { kept: keptFor } = await import('../../static/js/files/kept.js');
  const upload = { size: 3, metadata: { filename: 'secret.txt' }, creationTime: new Date().toString(), uploadUrl: '/api/v1/uploads/1' };
  const name = await keptFor(7, 'one').addUpload('print', upload);
  await keptFor(7, 'one').addUpload('old', { ...upload, creationTime: new Date(Date.now() - 4 * 86_400_000).toString() });
  assert.ok(!JSON.stringify([...kept.values()]).includes('secret'));
  assert.deepEqual(await keptFor(8, 'one').findUploadsByFingerprint('print'), []);
  const [found] = await keptFor(7, 'one').findUploadsByFingerprint('print');
  assert.deepEqual([found.uploadUrl, found.urlStorageKey], ['/api/v1/uploads/1', name]);
  assert.equal(kept.size, 1, 'what the server has forgotten is forgotten');
  await keptFor(7, 'one').removeUpload(name);
  assert.deepEqual(await keptFor(7, 'one').findUploadsByFingerprint('print'), []);
});

test('no two files share an upload, in no two tabs', async () => {
  const upload = { size: 3, metadata: {}, creationTime: new Date().toString(), uploadUrl: '/api/v1/uploads/1' };
  const elsewhere = new Set();
  const locks = { request: async (name, _options, work) => work(elsewhere.has(name) ? null : {}) };
  Object.assign(globalThis.navigator, { locks });
  const { kept } = await import('../../static/js/files/kept.js');
  const found = async (at) => (await kept(7, at).findUploadsByFingerprint('7:3:5:a: b')).length;
  const name = await kept(7, 'one').addUpload('7:3:5:a: b', upload);
  assert.deepEqual([await found('two'), await found('one')], [0, 1], 'it goes on for its own file');
  assert.notEqual(await kept(7, 'two').addUpload('7:3:5:a: b', upload), name, 'each is kept');
  await kept(7, 'one').removeUpload(name);
  assert.equal(await found('three'), 0);
  // A page of before has left one behind, and another tab is at it.
  const left = name.replace(':one:', ':before:');
  localStorage.setItem(left, JSON.stringify(upload));
  elsewhere.add(left);
  assert.equal(await found('three'), 0);
  elsewhere.clear();
  assert.deepEqual([await found('three'), await found('four')], [1, 0]);
});
