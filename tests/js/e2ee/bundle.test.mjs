import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { bundleOf } from '../../../static/js/e2ee/worker/bundle.js';
import { brotliDecompressSync } from 'node:zlib';

const WORKER = new URL('../../../static/js/e2ee/worker/', import.meta.url);
const read = async (url) => (url.endsWith('.wasm') ? brotliDecompressSync(readFileSync(new URL(`${url}.br`))) : readFileSync(new URL(url)));

test('the checksum is of all that encrypts, and another byte makes it another', async () => {
  const entry = new URL('entry.js', WORKER).href;
  const { checksum, files } = await bundleOf(entry, read);
  assert.match(checksum, /^[0-9a-f]{64}$/);
  for (const name of readdirSync(WORKER).filter((one) => one.endsWith('.js'))) assert.match(files, new RegExp(`^[0-9a-f]{64} {2}js/e2ee/worker/${name}$`, 'm'));
  for (const name of ['index.mjs', 'pkg/matrix_sdk_crypto_wasm_bg.js', 'pkg/matrix_sdk_crypto_wasm_bg.wasm']) assert.ok(files.includes(`/${name}\n`), name);
  const other = await bundleOf(entry, async (url) => (url.endsWith('seen.js') ? Buffer.concat([await read(url), Buffer.from('\n')]) : read(url)));
  assert.notEqual(other.checksum, checksum);
});
