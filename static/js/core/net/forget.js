// @ts-check
/**
 * What a person leaves in this browser, and how it goes. On purpose: with the button, everything.
 * Otherwise (the login ended elsewhere, or somebody else is logged in) all but what was not sent, which
 * is sealed (`local.js`) and waits for them. The server's `Clear-Site-Data` does the same where browsers
 * heed it; here it is done for all of them.
 */

import { UNSENT, removeUnsent } from './database.js';

/** Whose things are in this browser: tells the next person's page, and the other tabs. */
const MARK = 'weconnect:person';
/** Where the browser does not list its databases. */
const DATABASES = [UNSENT, 'weconnect-files'];
const PATIENCE = 500;

let left = false;

/** Whether the page's person is gone: then it writes nothing any more, also while it is closing. */
export const isOver = () => left;

/** @template T @param {() => T} work where a browser refuses to store, there is nothing to do */
function quietly(work) {
  try {
    return work();
  } catch {
    return null;
  }
}

const mark = () => quietly(() => localStorage.getItem(MARK));

/**
 * @param {object} options
 * @param {number} [options.unsentOf] whose messages that were not sent go as well
 * @param {number} [options.draftsOf] whose drafts stay
 */
async function empty({ unsentOf, draftsOf }) {
  quietly(() => sessionStorage.clear());
  const own = `weconnect:draft:${draftsOf}:`;
  quietly(() => Object.keys(localStorage).filter((key) => !key.startsWith(own)).forEach((key) => localStorage.removeItem(key)));
  const databases = async () => {
    const kept = unsentOf && (await removeUnsent(unsentOf).catch(() => true)) ? '' : UNSENT;
    const listed = (await indexedDB.databases?.())?.map(({ name }) => name) ?? DATABASES;
    const gone = listed.filter((name) => name && name !== kept);
    await Promise.all(gone.map((name) => new Promise((done) => (indexedDB.deleteDatabase(/** @type {string} */ (name)).onsuccess = done))));
  };
  const caches = async () => {
    const store = globalThis.caches;
    for (const name of (await store?.keys()) ?? []) await store.delete(name);
  };
  // A tab that will not let go of a database must not hold up the logout.
  const all = Promise.all([databases().catch(() => {}), caches().catch(() => {})]);
  await Promise.race([all, new Promise((done) => setTimeout(done, PATIENCE))]);
}

/** The page's person goes, and what they left in this browser. @param {{unsentOf?: number}} [options] them, if what was not sent goes as well */
export async function forget({ unsentOf } = {}) {
  left = true;
  await empty({ unsentOf });
}

/**
 * A page is opened: what somebody else left here goes, before the page looks at any of it.
 * @param {number|null} me
 */
export function moveIn(me) {
  if (mark() === (me === null ? null : String(me))) return;
  empty({ draftsOf: me ?? undefined });
  if (me !== null) quietly(() => localStorage.setItem(MARK, String(me)));
}

/**
 * Another tab logs out, or somebody else moves in.
 * @param {number} me
 * @param {(somebodyElse: boolean) => void} tell
 */
export function onMovedOut(me, tell) {
  const look = () => mark() !== String(me) && tell(mark() !== null);
  window.addEventListener('storage', (event) => (event.key === MARK || event.key === null) && look());
  window.addEventListener('pageshow', (event) => event.persisted && look());
}

/** Nobody has moved out after all. @param {number} me */
export const stay = (me) => quietly(() => localStorage.setItem(MARK, String(me)));
