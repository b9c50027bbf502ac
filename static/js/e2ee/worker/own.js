// @ts-check
/**
 * What a person encrypts for all devices of their own, by names: with a key that is derived from that of their backup, which
 * devices that they trust share and the server never sees. Under another name it cannot be opened.
 */
import { base64, fromBase64 } from './ids.js';

const NONCE = 12;
const USE = 'weconnect drafts';

const bytes = (/** @type {string} */ text) => new TextEncoder().encode(text);

/** @param {{key: () => Promise<{key: {toBase64: () => string}, version: string}|null>}} backup */
export function createOwn(backup) {
  /** As RFC 5869 has it. @param {{key: {toBase64: () => string}}} of */
  async function derived({ key }) {
    const secret = await crypto.subtle.importKey('raw', fromBase64(key.toBase64()), 'HKDF', false, ['deriveKey']);
    const how = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: bytes(USE) };
    return crypto.subtle.deriveKey(how, secret, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  }

  return {
    /** @param {string} name @param {string} text @returns {Promise<string|null>} printable ASCII; null: this device has no such key */
    async sealOwn(name, text) {
      const found = await backup.key();
      if (!found) return null;
      const iv = crypto.getRandomValues(new Uint8Array(NONCE));
      const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: bytes(name) }, await derived(found), bytes(text));
      return JSON.stringify({ v: 1, key: found.version, iv: base64(iv), data: base64(new Uint8Array(data)) });
    },
    /** @param {string} name @param {string} sealed @returns {Promise<string|null>} null: this device has not the key */
    async openOwn(name, sealed) {
      const found = await backup.key();
      try {
        const { v, key, iv, data } = JSON.parse(sealed);
        if (!found || v !== 1 || key !== found.version) return null;
        const text = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: fromBase64(iv), additionalData: bytes(name) }, await derived(found), fromBase64(data));
        return new TextDecoder().decode(text);
      } catch {
        return null;
      }
    },
  };
}
