// @ts-check
/**
 * Whoever knows a backup's public key can encrypt for it, its server as well. So what a device puts there it marks with an
 * HMAC under a key that follows from the private one, and what has no such mark is not taken from there (as MSC4048 has it).
 */
import { base64, canonical, fromBase64 } from './ids.js';

const utf8 = (/** @type {string} */ text) => new TextEncoder().encode(text);

/** @param {string} secret the backup's private key, in base 64 */
async function keyOf(secret) {
  const base = await crypto.subtle.importKey('raw', fromBase64(secret), 'HKDF', false, ['deriveKey']);
  const how = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(32), info: utf8('weconnect backup: made by a device of this person') };
  return crypto.subtle.deriveKey(how, base, { name: 'HMAC', hash: 'SHA-256', length: 256 }, false, ['sign', 'verify']);
}

/** @typedef {{room: number, session: string, data: Record<string, unknown>}} Kept a session as it stands in the backup */

/** @param {Kept} kept what the mark is of */
const textOf = ({ room, session, data: { vouched, ...data } }) => utf8(canonical({ room, session, data }));

/** @param {string} secret @param {Kept[]} sessions @returns {Promise<Kept[]>} with their marks */
export async function vouchedFor(secret, sessions) {
  const key = await keyOf(secret);
  const mark = async (/** @type {Kept} */ one) => base64(new Uint8Array(await crypto.subtle.sign('HMAC', key, textOf(one))));
  return Promise.all(sessions.map(async (one) => ({ ...one, data: { ...one.data, vouched: await mark(one) } })));
}

/** @param {string} secret @param {Kept[]} sessions @returns {Promise<Kept[]>} those that a device of this person put there */
export async function genuine(secret, sessions) {
  const key = await keyOf(secret);
  const good = await Promise.all(
    sessions.map(async (one) => typeof one.data.vouched === 'string' && crypto.subtle.verify('HMAC', key, fromBase64(one.data.vouched), textOf(one)).catch(() => false)),
  );
  return sessions.filter((_, at) => good[at]);
}
