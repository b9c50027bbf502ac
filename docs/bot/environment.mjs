// What the modules of encrypted rooms need under Node: the library, a store, and the server's REST interface.
import { readFileSync } from 'node:fs';
import { webcrypto } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { brotliDecompressSync } from 'node:zlib';
import { KeyringError } from '../../static/js/e2ee/worker/patience.js';
import { memoryStore } from '../../static/js/e2ee/worker/stores.js';

// Node 20 ends now and then ("unreachable code", SIGTRAP) where it takes back code into which it had put a call of WebAssembly.
if (Number(process.versions.node.split('.')[0]) < 22) setFlagsFromString('--no-turbo-inline-js-wasm-calls');
// Node has it from 19 on.
globalThis.crypto ??= webcrypto;

const PACKAGE = new URL('../../static/vendor/matrix-sdk-crypto-wasm@18.9.0/pkg/', import.meta.url);

/** The encryption library, ready for use. */
export const library = await import(new URL('matrix_sdk_crypto_wasm_bg.js', PACKAGE));
const bytes = brotliDecompressSync(readFileSync(new URL('matrix_sdk_crypto_wasm_bg.wasm.br', PACKAGE)));
const { instance } = await WebAssembly.instantiate(bytes, { './matrix_sdk_crypto_wasm_bg.js': library });
library.__wbg_set_wasm(instance.exports);
instance.exports.__wbindgen_start();

/** The REST interface, with an access token. @param {string} server its address @param {string} token */
export const restOf = (server, token) => async (method, path, body) => {
  const headers = { Accept: 'application/json', Authorization: `Bearer ${token}`, ...(body ? { 'Content-Type': 'application/json' } : {}) };
  const response = await fetch(new URL(`/api/v1${path}`, server), { method, headers, body: body && JSON.stringify(body) }).catch(() => null);
  if (!response) throw new KeyringError('offline');
  const answer = response.status === 204 ? null : await response.json().catch(() => null);
  if (response.ok) return answer;
  throw new KeyringError(answer?.error?.code ?? 'other', { message: answer?.error?.message, retryAfter: answer?.error?.retryAfter });
};

/**
 * Keys are kept in memory: each start is a new device, which the recovery key makes a trusted one.
 * @param {{me: number, name: string, rest: ReturnType<typeof restOf>, tell?: (what: string, detail: unknown) => void}} about
 */
export const environment = ({ me, name, rest, tell = () => {} }) => ({
  me,
  name,
  library,
  rest,
  tell,
  store: memoryStore(),
  openStore: () => library.StoreHandle.open(null, null),
  dropStore: async () => {},
  now: () => Date.now(),
  wait: (ms) => new Promise((done) => setTimeout(done, ms)),
  persisted: true,
});
