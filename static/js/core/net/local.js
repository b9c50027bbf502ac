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
    /** @param {any} row @returns {Promise<Pending|null>} null if it was sealed with another key */
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
  /** Sealing takes a moment: what is asked for later has to come later. @type {Promise<any>} */
  let last = Promise.resolve();
  const inTurn = (/** @type {() => Promise<any>} */ work) => (last = last.then(work, work));

  const outbox = async (/** @type {IDBTransactionMode} */ mode) => (await opened).transaction('outbox', mode).objectStore('outbox');
  const draftKey = (/** @type {number} */ room) => `${PREFIX}draft:${me}:${room}`;
  const editKey = (/** @type {number} */ room) => `${PREFIX}edit:${me}:${room}`;

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
        const read = await Promise.all(rows.map((/** @type {any} */ row) => (row.sealed ? (seal?.open(row) ?? null) : row)));
        return read.filter(Boolean);
      }),
    /** @param {Pending} entry @returns {Promise<void>} */
    put: (entry) =>
      inTurn(async () => {
        const row = (await (await sealing)?.seal(entry, me)) ?? { ...entry, me };
        if (!isOver()) await result((await outbox('readwrite')).put(row));
      }),
    /** @param {string} clientId @returns {Promise<void>} */
    remove: (clientId) => inTurn(async () => void (await result((await outbox('readwrite')).delete(clientId)))),
    /** @param {number} room @returns {Draft} */
    draft: (room) => read(draftKey(room)) ?? { text: '', replyTo: null },
    /** @param {number} room @param {Draft} draft */
    saveDraft: (room, draft) => write(draftKey(room), draft.text || draft.replyTo ? draft : null),
    /** Whether another tab has changed the draft of a room. @param {StorageEvent} event @param {number} room */
    changesDraft: (event, room) => event.key === draftKey(room),
    /** @param {number} room @returns {Edit | null} */
    edit: (room) => read(editKey(room)),
    /** @param {number} room @param {Edit | null} edit null: it is over */
    saveEdit: (room, edit) => write(editKey(room), edit),
  };
}
