// @ts-check
/**
 * A person's secrets, sealed for the day when all devices are gone: under 32 random bytes (the recovery key), or a passphrase.
 * The server keeps the sealed text and never learns what opens it.
 */
import { base32, base64, fromBase32, fromBase64 } from './ids.js';
import { KeyringError } from './patience.js';

/** PBKDF2-HMAC-SHA-256: OWASP Password Storage Cheat Sheet, 2023. */
const ROUNDS = 600_000;
const MOST_ROUNDS = 10_000_000;
const CHECK_BYTES = 3;
const utf8 = (/** @type {string} */ text) => new TextEncoder().encode(text);

/** @typedef {{v: 1, by: 'key'|'passphrase', salt: string, rounds?: number, backup: string|null, iv: string, data: string}} Sealed `backup`: the public key of the one that it opens */

/** @param {Uint8Array} key */
const check = async (key) => new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array([...utf8('weconnect recovery key'), ...key]))).slice(0, CHECK_BYTES);

/** A new recovery key, as it is shown: 14 groups of four letters and digits, a checksum among them. */
export async function newRecoveryKey() {
  const key = crypto.getRandomValues(new Uint8Array(32));
  return /** @type {string[]} */ (base32(new Uint8Array([...key, ...(await check(key))])).match(/.{4}/g)).join(' ');
}

/** What a person typed. @param {string} text @returns {Promise<Uint8Array<ArrayBuffer>|null>} null: it has a mistake, or is no recovery key */
async function parsed(text) {
  const letters = text.normalize('NFKC').toUpperCase().replace(/[^A-Z2-7]/g, '');
  const bytes = fromBase32(letters);
  if (bytes?.length !== 32 + CHECK_BYTES) return null;
  const key = bytes.slice(0, 32);
  const wanted = await check(key);
  return wanted.every((byte, at) => byte === bytes[32 + at]) ? key : null;
}

/** @param {string} secret @param {Pick<Sealed, 'by'|'salt'|'rounds'>} how @returns {Promise<CryptoKey>} */
async function keyOf(secret, { by, salt, rounds = 0 }) {
  let bytes;
  if (by === 'key') bytes = await parsed(secret);
  else {
    if (!(rounds >= ROUNDS && rounds <= MOST_ROUNDS)) throw new KeyringError('wrongSecret');
    const typed = await crypto.subtle.importKey('raw', utf8(secret.normalize('NFKC').trim()), 'PBKDF2', false, ['deriveBits']);
    bytes = await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt: fromBase64(salt), iterations: rounds }, typed, 256);
  }
  if (!bytes) throw new KeyringError('wrongSecret', { typo: true });
  const base = await crypto.subtle.importKey('raw', bytes, 'HKDF', false, ['deriveKey']);
  const info = utf8('weconnect recovery');
  return crypto.subtle.deriveKey({ name: 'HKDF', hash: 'SHA-256', salt: fromBase64(salt), info }, base, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

/** @param {object} secrets @param {string} secret a recovery key, or a passphrase @param {'key'|'passphrase'} by @param {string|null} backup the public key of the one that it opens @returns {Promise<string>} printable ASCII */
export async function sealSecrets(secrets, secret, by, backup) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const how = { by, salt: base64(crypto.getRandomValues(new Uint8Array(32))), ...(by === 'passphrase' ? { rounds: ROUNDS } : {}) };
  const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await keyOf(secret, how), utf8(JSON.stringify(secrets)));
  return JSON.stringify({ v: 1, ...how, backup, iv: base64(iv), data: base64(new Uint8Array(data)) });
}

/** @param {string} sealed @param {string} secret @returns {Promise<any>} the secrets; any: the library's own JSON. Rejects with `wrongSecret` */
export async function openSecrets(sealed, secret) {
  /** @type {Sealed} */
  const { iv, data, ...how } = JSON.parse(sealed);
  const key = await keyOf(secret, how);
  const opened = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: fromBase64(iv) }, key, fromBase64(data)).catch(() => null);
  if (!opened) throw new KeyringError('wrongSecret');
  return JSON.parse(new TextDecoder().decode(opened));
}

/** Whether what was sealed opens this backup, and not one that has ended. @param {string} sealed @param {string} backup its public key */
export const opensBackup = (sealed, backup) => [undefined, backup].includes(JSON.parse(sealed).backup);
