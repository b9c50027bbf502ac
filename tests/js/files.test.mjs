// Sizes are said as the server says them, and where uploads go on is kept for one person.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sizeOf } from '../../static/js/files/sizes.js';

test('sizes are rounded as on the server', () => {
  // As `weconnect.engine.i18n.sizes.shown` has them.
  const said = { 0: '0 bytes', 999: '999 bytes', 1000: '1 KB', 1150: '1.1 KB', 1250: '1.2 KB', 1350: '1.4 KB', 1750: '1.8 KB', 3_400_000: '3.4 MB', 2e12: '2,000 GB' };
  for (const [size, text] of Object.entries(said)) assert.equal(sizeOf(Number(size)), text, size);
});

test('where an upload goes on is kept for its person, as long as the server keeps it', async () => {
  const kept = new Map();
  const storage = { getItem: (name) => kept.get(name) ?? null, setItem: (name, value) => kept.set(name, value), removeItem: (name) => kept.delete(name) };
  globalThis.localStorage = /** @type {any} */ (new Proxy(storage, { ownKeys: () => [...kept.keys()], getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }) }));
  const { kept: keptFor } = await import('../../static/js/files/kept.js');
  const upload = { size: 3, metadata: { filename: 'secret.txt' }, creationTime: new Date().toString(), uploadUrl: '/api/v1/uploads/1' };
  const name = await keptFor(7).addUpload('print', upload);
  await keptFor(7).addUpload('old', { ...upload, creationTime: new Date(Date.now() - 4 * 86_400_000).toString() });
  assert.ok(!JSON.stringify([...kept.values()]).includes('secret'));
  assert.deepEqual(await keptFor(8).findUploadsByFingerprint('print'), []);
  const [found] = await keptFor(7).findUploadsByFingerprint('print');
  assert.deepEqual([found.uploadUrl, found.urlStorageKey], ['/api/v1/uploads/1', name]);
  assert.equal(kept.size, 1, 'what the server has forgotten is forgotten');
  await keptFor(7).removeUpload(name);
  assert.deepEqual(await keptFor(7).findUploadsByFingerprint('print'), []);
});
