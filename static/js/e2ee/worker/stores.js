// @ts-check
/** Where the worker keeps what it knows beside the library's own store: in IndexedDB, or in memory. */
import { result } from '../../core/net/database.js';

/** @typedef {import('./environment.d.ts').Store} Store */

/** @type {import('./environment.d.ts').Table[]} */
const TABLES = ['account', 'rooms', 'log', 'seen', 'search', 'drafts'];
/** Counts up with them. */
const VERSION = 2;

/** @param {number} me @returns {string} names of databases of one person */
export const databaseOf = (me) => `weconnect-keys-${me}`;

/** Ends with the process. @returns {Store} */
export function memoryStore() {
  const tables = new Map(TABLES.map((table) => [table, new Map()]));
  const of = (/** @type {import('./environment.d.ts').Table} */ table) => /** @type {Map<string, unknown>} */ (tables.get(table));
  return {
    get: async (table, key) => {
      const value = of(table).get(key);
      return value instanceof CryptoKey ? value : structuredClone(value);
    },
    put: async (table, key, value) => void of(table).set(key, value instanceof CryptoKey ? value : structuredClone(value)),
    remove: async (table, key) => void of(table).delete(key),
    keys: async (table) => [...of(table).keys()],
    wipe: async () => tables.forEach((table) => table.clear()),
  };
}

/** @param {string} name @returns {Promise<Store>} rejects where the browser stores nothing */
export async function indexedStore(name) {
  const request = indexedDB.open(name, VERSION);
  request.onupgradeneeded = () => {
    const there = request.result.objectStoreNames;
    for (const table of TABLES) if (!there.contains(table)) request.result.createObjectStore(table);
  };
  const database = await result(request).catch((error) => {
    if (error?.name !== 'VersionError') throw error;
    // A later version of the site has been here, and has only added to it.
    return result(indexedDB.open(name));
  });
  database.onversionchange = () => database.close();
  const at = (/** @type {import('./environment.d.ts').Table} */ table) => database.transaction(table, 'readonly').objectStore(table);
  /** Resolves when it is on the disk, as far as the browser says so. @param {import('./environment.d.ts').Table} table @param {(rows: IDBObjectStore) => void} work */
  const change = (table, work) =>
    /** @type {Promise<void>} */ (
      new Promise((resolve, reject) => {
        const transaction = database.transaction(table, 'readwrite', { durability: 'strict' });
        transaction.oncomplete = () => resolve();
        transaction.onabort = () => reject(transaction.error);
        work(transaction.objectStore(table));
      })
    );
  return {
    get: (table, key) => result(at(table).get(key)),
    put: (table, key, value) => change(table, (rows) => void rows.put(value, key)),
    remove: (table, key) => change(table, (rows) => void rows.delete(key)),
    keys: async (table) => (await result(at(table).getAllKeys())).map(String),
    wipe: async () => {
      database.close();
      await dropDatabase(name);
    },
  };
}

/** @param {string} name @returns {Promise<void>} */
export const dropDatabase = (name) =>
  new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = () => resolve();
    request.onerror = () => reject(request.error);
  });
