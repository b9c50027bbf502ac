// @ts-check
/**
 * The checksum of everything that encrypts: the worker and the pages' part of encryption, with all that either imports, now or
 * later; and the library's WebAssembly. Scripts bring their words along, so that each language has its own.
 */

const IMPORT = /^(?:import|export|\})[^;()]*?['"](\.{1,2}\/[^'"]+)['"]/gm;
/** Not those of types, in comments. */
const LATER = /\bimport\(['"](\.{1,2}\/[^'"]+)['"]\)(?!\.)/g;
/** Where it begins; the last one is fetched by the library. */
const ENTRIES = [
  ...['worker/entry.js', 'index.js', 'own-page.js', 'search-page.js', 'leaving.js'].map((name) => `js/e2ee/${name}`),
  'vendor/matrix-sdk-crypto-wasm@18.9.0/pkg/matrix_sdk_crypto_wasm_bg.wasm',
];

/** @param {BufferSource} bytes */
const sha256 = async (bytes) => [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/**
 * @param {string} root the address of the folder that has `js/` and `vendor/`
 * @param {(url: string) => Promise<ArrayBuffer>} read what stands at an address
 * @returns {Promise<{checksum: string, files: string}>} `files`: a line each, as sha256sum writes them; the checksum is theirs
 */
export async function bundleOf(root, read) {
  const found = new Set(ENTRIES.map((name) => new URL(name, root).href));
  const lines = [];
  for (const url of found) {
    const bytes = await read(url);
    lines.push(`${await sha256(bytes)}  ${url.slice(root.length)}\n`);
    if (!/\.m?js$/.test(url)) continue;
    const text = new TextDecoder().decode(bytes);
    for (const [, path] of [...text.matchAll(IMPORT), ...text.matchAll(LATER)]) found.add(new URL(path, url).href);
  }
  const files = lines.sort((a, b) => (a.slice(66) < b.slice(66) ? -1 : 1)).join('');
  return { checksum: await sha256(new TextEncoder().encode(files)), files };
}
