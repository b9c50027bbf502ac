// @ts-check
/** The checksum of everything that encrypts: all that the worker's entry imports, and the library's WebAssembly. */

const IMPORT = /^(?:import|export|\})[^;()]*?['"](\.{1,2}\/[^'"]+)['"]/gm;
const WASM = '../../../vendor/matrix-sdk-crypto-wasm@18.9.0/pkg/matrix_sdk_crypto_wasm_bg.wasm';

/** @param {BufferSource} bytes */
const sha256 = async (bytes) => [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/**
 * @param {string} entry the address of entry.js
 * @param {(url: string) => Promise<ArrayBuffer>} read what stands at an address
 * @returns {Promise<{checksum: string, files: string}>} `files`: a line each, as sha256sum writes them; the checksum is theirs
 */
export async function bundleOf(entry, read) {
  const root = new URL('../../../', entry).href;
  const found = new Set([entry, new URL(WASM, entry).href]);
  const lines = [];
  for (const url of found) {
    const bytes = await read(url);
    lines.push(`${await sha256(bytes)}  ${url.slice(root.length)}\n`);
    if (!/\.m?js$/.test(url)) continue;
    for (const [, path] of new TextDecoder().decode(bytes).matchAll(IMPORT)) found.add(new URL(path, url).href);
  }
  const files = lines.sort((a, b) => (a.slice(66) < b.slice(66) ? -1 : 1)).join('');
  return { checksum: await sha256(new TextEncoder().encode(files)), files };
}
