// @ts-check
/**
 * What this browser keeps for one person: unsent messages in IndexedDB, drafts and edits under way in
 * localStorage (written at once, also while the page is being closed). Where a browser refuses to store, the
 * page works on with what it has in memory.
 *
 * Unsent messages outlive a login that has ended, so they are sealed (AES-GCM) with a key that only
 * the person's own pages are told: whoever logs in next finds nothing to read. Where a page is not
 * served securely a browser seals nothing; there they are kept as they are.
 *
 * @typedef {import('../store/log.js').Pending} Pending
 *
 * @typedef {{clientId: string, me: number, at: number, iv: BufferSource, sealed: ArrayBuffer}} Sealed
 * @typedef {{text: string, replyTo: number|null}} Draft
 * @typedef {{message: number, text: string}} Edit a message of one's own, and what it is to become
 */
import { openUnsent, removeOld, result } from './database.js';
import { isOver } from './forget.js';

const PREFIX = 'weconnect:';
/** As NIST SP 800-38D, 8.2 has it for AES-GCM: bytes that are new for each text. */
const NONCE = 12;

/** @param {string|undefined} secret in base64 */
async function sealer(secret) {
  const { subtle } = globalThis.crypto ?? {};
  if (!subtle || !secret) return null;
  const key = await subtle.importKey('raw', bytes(secret), 'AES-GCM', false, ['encrypt', 'decrypt']);
  return {
    /** @param {Pending} entry @param {number} me */
    async seal(entry, me) {
      const iv = crypto.getRandomValues(new Uint8Array(NONCE));
      const sealed = await subtle.encrypt({ name: 'AES-GCM', iv }, key, new TextEncoder().encode(JSON.stringify(entry)));
      return { clientId: entry.clientId, me, at: entry.at, iv, sealed };
    },
    /** @param {Sealed} row @returns {Promise<Pending|null>} null if it was sealed with another key */
    async open({ iv, sealed }) {
      const text = await subtle.decrypt({ name: 'AES-GCM', iv }, key, sealed).catch(() => null);
      return text && JSON.parse(new TextDecoder().decode(text));
    },
  };
}

const bytes = (/** @type {string} */ base64) => Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));

/**
 * @param {number} me the person: another one on the same browser sees nothing of it
 * @param {string} [secret] what seals their messages
 */
export function createLocal(me, secret) {
  const opened = openUnsent();
  opened.then(removeOld).catch(() => {});
  const sealing = sealer(secret).catch(() => null);
  /** @type {Promise<unknown>} */
  let last = Promise.resolve();
  /** Sealing takes a moment: what is asked for later has to come later. @template T @param {() => Promise<T>} work @returns {Promise<T>} */
  function inTurn(work) {
    const done = last.then(work, work);
    last = done;
    return done;
  }

  const outbox = async (/** @type {IDBTransactionMode} */ mode) => (await opened).transaction('outbox', mode).objectStore('outbox');
  // Rooms keep the names from before there were other conversations.
  const named = (/** @type {string} */ kind, /** @type {string} */ key) => `${PREFIX}${kind}:${me}:${key.replace(/^room:/, '')}`;
  const draftKey = (/** @type {string} */ key) => named('draft', key);
  const editKey = (/** @type {string} */ key) => named('edit', key);

  /** @param {string} key */
  function read(key) {
    try {
      return JSON.parse(localStorage.getItem(key) ?? 'null');
    } catch {
      return null;
    }
  }

  /** @param {string} key @param {object|null} value */
  function write(key, value) {
    if (isOver()) return;
    try {
      if (value) localStorage.setItem(key, JSON.stringify(value));
      else localStorage.removeItem(key);
    } catch {
      // Full or refused: it lives as long as the page.
    }
  }

  return {
    /** @returns {Promise<Pending[]>} */
    entries: () =>
      inTurn(async () => {
        const seal = await sealing;
        const rows = await result((await outbox('readonly')).index('me').getAll(me));
        const read = await Promise.all(rows.map((/** @type {Pending|Sealed} */ row) => ('sealed' in row ? (seal?.open(row) ?? null) : row)));
        return read.filter((entry) => entry !== null);
      }),
    /** @param {Pending} entry @returns {Promise<void>} */
    put: (entry) =>
      inTurn(async () => {
        const row = (await (await sealing)?.seal(entry, me)) ?? { ...entry, me };
        if (!isOver()) await result((await outbox('readwrite')).put(row));
      }),
    /** @param {string} clientId @returns {Promise<void>} */
    remove: (clientId) => inTurn(async () => void (await result((await outbox('readwrite')).delete(clientId)))),
    /** @param {string} key of a conversation @returns {Draft} */
    draft: (key) => read(draftKey(key)) ?? { text: '', replyTo: null },
    /** @param {string} key @param {Draft} draft */
    saveDraft: (key, draft) => write(draftKey(key), draft.text || draft.replyTo ? draft : null),
    /** Whether another tab has changed the draft of a conversation. @param {StorageEvent} event @param {string} key */
    changesDraft: (event, key) => event.key === draftKey(key),
    /** @param {string} key @returns {Edit | null} */
    edit: (key) => read(editKey(key)),
    /** @param {string} key @param {Edit | null} edit null: it is over */
    saveEdit: (key, edit) => write(editKey(key), edit),
  };
}
