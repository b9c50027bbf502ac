// @ts-check
/** What is stored on the device is encrypted with a key that the browser keeps and no script can read (WebCrypto, not extractable). */

/** @typedef {import('./environment.d.ts').Store} Store */

/** @type {WeakMap<Store, Promise<CryptoKey>>} */
const keys = new WeakMap();

/** @param {Store} store @returns {Promise<CryptoKey>} */
async function load(store) {
  const kept = await store.get('account', 'vault');
  if (kept) return kept;
  const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  await store.put('account', 'vault', key);
  return key;
}

/** @param {Store} store */
function keyOf(store) {
  const key = keys.get(store) ?? load(store);
  keys.set(store, key);
  return key;
}

/** @param {Store} store @param {Uint8Array<ArrayBuffer>} bytes @returns {Promise<{iv: Uint8Array, data: ArrayBuffer}>} */
export async function sealed(store, bytes) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { iv, data: await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await keyOf(store), bytes) };
}

/** @param {Store} store @param {{iv: Uint8Array<ArrayBuffer>, data: ArrayBuffer}} kept @returns {Promise<Uint8Array<ArrayBuffer>>} */
export async function unsealed(store, { iv, data }) {
  return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, await keyOf(store), data));
}
