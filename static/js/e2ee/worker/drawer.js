// @ts-check
/**
 * What its person has written and not sent, by names: kept on this device, encrypted with a key that no script can read, until they
 * send it or log out.
 */
import { inTurn } from './patience.js';
import { sealed, unsealed } from './vault.js';

/** @param {import('./environment.d.ts').Environment} env */
export function createDrawer({ store }) {
  const alone = inTurn();
  return {
    /** @param {string} name @param {string|null} text null: it is gone */
    keep: (name, text) =>
      alone(async () => {
        if (text === null) await store.remove('drafts', name);
        else await store.put('drafts', name, await sealed(store, new TextEncoder().encode(text)));
      }),
    /** @param {string} name @returns {Promise<string|null>} */
    kept: (name) =>
      alone(async () => {
        const found = await store.get('drafts', name);
        // Where the key is gone, so is what it encrypted.
        return found ? unsealed(store, found).then((bytes) => new TextDecoder().decode(bytes), () => null) : null;
      }),
  };
}
