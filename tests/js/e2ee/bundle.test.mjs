import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { brotliDecompressSync } from 'node:zlib';
import { bundleOf } from '../../../static/js/e2ee/bundle.js';

const ROOT = new URL('../../../static/', import.meta.url);
const read = async (url) => (url.endsWith('.wasm') ? brotliDecompressSync(readFileSync(new URL(`${url}.br`))) : readFileSync(new URL(url)));
const namesIn = (folder) => readdirSync(new URL(folder, ROOT)).filter((one) => one.endsWith('.js')).map((name) => folder + name);

test('the checksum is of all that encrypts, and another byte makes it another', async () => {
  const { checksum, files } = await bundleOf(ROOT.href, read);
  assert.match(checksum, /^[0-9a-f]{64}$/);
  const named = files.trimEnd().split('\n').map((line) => /^[0-9a-f]{64} {2}(.+)$/.exec(line)[1]);
  assert.equal(new Set(named).size, named.length);
  for (const name of [...namesIn('js/e2ee/worker/'), ...namesIn('js/e2ee/')]) assert.ok(named.includes(name), name);
  for (const name of ['index.mjs', 'pkg/matrix_sdk_crypto_wasm_bg.js', 'pkg/matrix_sdk_crypto_wasm_bg.wasm']) assert.ok(files.includes(`/${name}\n`), name);
  const other = await bundleOf(ROOT.href, async (url) => (url.endsWith('seen.js') ? Buffer.concat([await read(url), Buffer.from('\n')]) : read(url)));
  assert.notEqual(other.checksum, checksum);
});
