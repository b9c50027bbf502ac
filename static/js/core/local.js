// @ts-check
/**
 * What this browser keeps for one person: unsent messages in IndexedDB, drafts in localStorage
 * (written at once, also while the page is being closed). Where a browser refuses to store, the
 * page works on with what it has in memory.
 *
 * @typedef {import('./log.js').Pending} Pending
 */
const NAME = 'weconnect';
const PREFIX = 'weconnect:';

/** Whoever has logged out writes no last draft while the page is closing. */
let forgotten = false;

/** What a request of IndexedDB comes to. @param {IDBRequest} request @returns {Promise<any>} */
const result = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** @returns {Promise<IDBDatabase>} rejected where the browser stores nothing */
async function open() {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => request.result.createObjectStore('outbox', { keyPath: 'clientId' }).createIndex('me', 'me');
  const database = await result(request);
  // Another tab logs out and wants the database gone.
  database.onversionchange = () => database.close();
  return database;
}

/** @param {number} me the person: another one on the same browser sees nothing of it */
export function createLocal(me) {
  const opened = open();
  opened.catch(() => {});

  const outbox = async (/** @type {IDBTransactionMode} */ mode) => (await opened).transaction('outbox', mode).objectStore('outbox');
  const draftKey = (/** @type {number} */ room) => `${PREFIX}draft:${me}:${room}`;

  return {
    /** @returns {Promise<Pending[]>} */
    async entries() {
      return result((await outbox('readonly')).index('me').getAll(me));
    },
    /** @param {Pending} entry */
    async put(entry) {
      if (forgotten) return;
      await result((await outbox('readwrite')).put({ ...entry, me }));
    },
    /** @param {string} clientId */
    async remove(clientId) {
      await result((await outbox('readwrite')).delete(clientId));
    },
    /** @param {number} room @returns {{text: string, replyTo: number|null}} */
    draft(room) {
      try {
        return JSON.parse(localStorage.getItem(draftKey(room)) ?? 'null') ?? { text: '', replyTo: null };
      } catch {
        return { text: '', replyTo: null };
      }
    },
    /** @param {number} room @param {{text: string, replyTo: number|null}} draft */
    saveDraft(room, draft) {
      if (forgotten) return;
      try {
        if (draft.text || draft.replyTo) localStorage.setItem(draftKey(room), JSON.stringify(draft));
        else localStorage.removeItem(draftKey(room));
      } catch {
        // Full or refused: the draft lives as long as the page.
      }
    },
  };
}

/** Removes everything that was kept, for whomever: at logout. */
export async function forgetEverything() {
  forgotten = true;
  try {
    Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)).forEach((key) => localStorage.removeItem(key));
  } catch {
    // Nothing is stored where storing is refused.
  }
  // A tab that will not let go of the database must not hold up the logout.
  const gone = async () => result(indexedDB.deleteDatabase(NAME));
  await Promise.race([gone().catch(() => {}), new Promise((done) => setTimeout(done, 500))]);
}
