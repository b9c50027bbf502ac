// @ts-check
/** The database of unsent messages, of all people who wrote some in this browser. */

export const UNSENT = 'weconnect';
/** As long as a login lasts that nobody uses: who has not come back by then will not. */
const KEPT_MS = 30 * 24 * 3600 * 1000;

/** What a request of IndexedDB comes to. @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
export const result = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/**
 * How the database came to be what it is: each function leads from the version before, in the transaction that it is
 * handed. A new one is added at the end, and none is ever changed. They only add: a page of a version before may be
 * open in another tab, or come back with a deployment that is undone.
 * @type {((database: IDBDatabase, transaction: IDBTransaction) => void)[]}
 */
const MIGRATIONS = [(database) => database.createObjectStore('outbox', { keyPath: 'clientId' }).createIndex('me', 'me')];

/**
 * @param {typeof MIGRATIONS} [migrations]
 * @returns {Promise<IDBDatabase>} rejected where the browser stores nothing
 */
export async function openUnsent(migrations = MIGRATIONS) {
  const request = indexedDB.open(UNSENT, migrations.length);
  request.onupgradeneeded = ({ oldVersion }) => {
    const transaction = /** @type {IDBTransaction} */ (request.transaction);
    for (const migrate of migrations.slice(oldVersion)) migrate(request.result, transaction);
  };
  const database = await result(request).catch((error) => {
    if (error?.name !== 'VersionError') throw error;
    // A later version of the site has been here, and has only added to it.
    return result(indexedDB.open(UNSENT));
  });
  // Another tab logs out and wants the database gone, or is of a later version.
  database.onversionchange = () => database.close();
  return database;
}

const rows = (/** @type {IDBDatabase} */ database, /** @type {IDBTransactionMode} */ mode) => database.transaction('outbox', mode).objectStore('outbox');

/** Takes away what is too old, whoever wrote it. @param {IDBDatabase} database */
export async function removeOld(database) {
  for (const { clientId, at } of await result(rows(database, 'readonly').getAll())) {
    if (at < Date.now() - KEPT_MS) await result(rows(database, 'readwrite').delete(clientId));
  }
}

/** How many messages wait here unsent. @param {number} me @returns {Promise<{mine: number, others: number}>} */
export async function countUnsent(me) {
  const database = await openUnsent();
  const all = rows(database, 'readonly');
  const [mine, total] = await Promise.all([result(all.index('me').count(me)), result(all.count())]);
  database.close();
  return { mine, others: total - mine };
}

/** Takes away what a person has not sent. @param {number} me @returns {Promise<boolean>} whether nobody else has anything here */
export async function removeUnsent(me) {
  const database = await openUnsent();
  for (const id of await result(rows(database, 'readonly').index('me').getAllKeys(me))) await result(rows(database, 'readwrite').delete(id));
  const left = await result(rows(database, 'readonly').count());
  database.close();
  return left === 0;
}
