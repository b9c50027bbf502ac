// @ts-check
/** This device: its id, the key of its store, and what became of both. */
import { newDevice } from './ids.js';
import { sealed, unsealed } from './vault.js';

/**
 * @typedef {object} Account
 * @property {string} device
 * @property {Uint8Array} key of the library's store; in the browser it is encrypted with a key that no script can read
 * @property {boolean} lost this browser had another device of the same login, whose keys are gone
 * @property {number} made when it was made, in milliseconds since 1970: by the server's clock, as soon as that has told
 */

/**
 * Opens this device, or makes one.
 * @param {import('./environment.d.ts').Environment} env
 * @returns {Promise<Account>}
 */
export async function openAccount(env) {
  const stored = await env.store.get('account', 'device');
  const listed = await env.rest('GET', '/e2ee/devices').catch(() => null);
  const found = listed?.devices.find((/** @type {{current: boolean}} */ one) => one.current);
  const current = found?.device ?? null;
  if (stored) {
    // Without a network nobody can say. A device whose id the server took off for good cannot come back.
    if (!listed || current === stored.device || (!current && !stored.there)) {
      const made = found ? Date.parse(found.createdAt) : stored.made;
      return { ...stored, made, key: await unsealed(env.store, stored.key) };
    }
    await env.store.remove('account', 'inbox');
  }
  // What a life before left: nobody has its key.
  await env.dropStore();
  const key = crypto.getRandomValues(new Uint8Array(32));
  const account = { device: newDevice(), lost: Boolean(current), there: false, made: env.now() };
  await env.store.put('account', 'device', { ...account, key: await sealed(env.store, key) });
  return { ...account, key };
}

/** Remembers something of this device. @param {import('./environment.d.ts').Environment} env @param {{there?: boolean, lost?: boolean}} what */
export async function noteDevice(env, what) {
  const stored = await env.store.get('account', 'device');
  await env.store.put('account', 'device', { ...stored, ...what });
}
