// The encryption library as it is vendored, under Node.
import { readFileSync } from 'node:fs';
import { webcrypto } from 'node:crypto';
import { brotliDecompressSync } from 'node:zlib';

// Browsers have it, and Node from 19 on.
globalThis.crypto ??= webcrypto;

const PACKAGE = new URL('../../../static/vendor/matrix-sdk-crypto-wasm@18.9.0/pkg/', import.meta.url);
export const library = await import(new URL('matrix_sdk_crypto_wasm_bg.js', PACKAGE));
const bytes = brotliDecompressSync(readFileSync(new URL('matrix_sdk_crypto_wasm_bg.wasm.br', PACKAGE)));
const { instance } = await WebAssembly.instantiate(bytes, { './matrix_sdk_crypto_wasm_bg.js': library });
library.__wbg_set_wasm(instance.exports);
instance.exports.__wbindgen_start();
