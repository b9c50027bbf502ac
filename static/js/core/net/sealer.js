// @ts-check
/** Seals the messages of one person that were not sent yet, so that whoever is next at this browser reads nothing. */

/** As NIST SP 800-38D, 8.2 has it for AES-GCM: bytes that are new for each text. */
const NONCE = 12;

/** @param {string|undefined} secret in base64; null comes where nothing can be sealed */
export async function sealer(secret) {
  const { subtle } = globalThis.crypto ?? {};
  if (!subtle || !secret) return null;
  const key = await subtle.importKey('raw', bytes(secret), 'AES-GCM', false, ['encrypt', 'decrypt']);
  return {
    /** @param {import('../store/log.js').Pending} entry @param {number} me */
    async seal(entry, me) {
      const iv = crypto.getRandomValues(new Uint8Array(NONCE));
      const sealed = await subtle.encrypt({ name: 'AES-GCM', iv }, key, new TextEncoder().encode(JSON.stringify(entry)));
      return { clientId: entry.clientId, me, at: entry.at, iv, sealed };
    },
    /** @param {import('./local.js').Sealed} row @returns {Promise<import('../store/log.js').Pending|null>} null if it was sealed with another key */
    async open({ iv, sealed }) {
      const text = await subtle.decrypt({ name: 'AES-GCM', iv }, key, sealed).catch(() => null);
      return text && JSON.parse(new TextDecoder().decode(text));
    },
  };
}

const bytes = (/** @type {string} */ base64) => Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
