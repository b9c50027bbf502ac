// @ts-check
/** Before somebody logs out: keys that nothing else holds are told of, and then this browser forgets all of them. */
import { confirmed } from '../core/dom/page.js';
import { tn } from '../core/i18n/translate.js';
import { words } from '../core/i18n/words.js';
import { known, noteUnkept } from './rooms-known.js';

/** Nobody is kept waiting longer by a worker that does not answer; milliseconds. */
const PATIENCE = 5000;

/** @template T @param {Promise<T>} work @param {T} otherwise @returns {Promise<T>} */
const soon = (work, otherwise) => Promise.race([work.catch(() => otherwise), /** @type {Promise<T>} */ (new Promise((done) => setTimeout(() => done(otherwise), PATIENCE)))]);

/** @param {number} me @returns {Promise<typeof import('./keyring.js')|null>} where this browser has keys */
const keys = async (me) => {
  if (!known(me).device) return null;
  const found = await import('./keyring.js').catch(() => null);
  return found?.usable() ? found : null;
};

/** @param {number} unsaved */
const question = (unsaved) =>
  tn('The keys of {n} conversation part are on this device alone. If you log out now, nobody can read it again.', 'The keys of {n} conversation parts are on this device alone. If you log out now, nobody can read them again.', unsaved);

/** @param {number} me @returns {Promise<boolean>} whether to go on */
export async function leave(me) {
  const found = await keys(me);
  if (!found) return true;
  const unsaved = await soon(found.keyring().unsaved(), 0);
  if (unsaved && !(await confirmed(question(unsaved), words.leave))) return false;
  await soon(found.keyring().wipe(), undefined);
  noteUnkept(me, false);
  found.clientOf().stop();
  return true;
}
