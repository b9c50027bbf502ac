// @ts-check
/**
 * What this browser keeps for one person: unsent messages in IndexedDB, drafts and edits under way in
 * localStorage (written at once, also while the page is being closed). Where a browser refuses to store, the
 * page works on with what it has in memory. Of rooms that a feature keeps otherwise (`keeping`), all of it goes there.
 *
 * Unsent messages outlive a login that has ended, so they are sealed (AES-GCM) with a key that only
 * the person's own pages are told: whoever logs in next finds nothing to read. Where a page is not
 * served securely a browser seals nothing; there they are kept as they are.
 *
 * @typedef {import('../store/log.js').Pending} Pending
 *
 * @typedef {{clientId: string, me: number, at: number, iv: BufferSource, sealed: ArrayBuffer}} Sealed
 * @typedef {{clientId: string, me: number, at: number, elsewhere: true}} Elsewhere its text is kept by `keeping`
 * @typedef {{text: string, replyTo: number|null}} Draft
 * @typedef {{message: number, text: string}} Edit a message of one's own, and what it is to become
 * @typedef {{key: string, room: number|null, thread?: number|null}} Where a conversation, and the message that begins it if it is a thread
 *
 * @typedef {object} Keeping where what is written in some rooms is kept, by names, in place of what everybody on this device can read
 * @property {(room: number) => boolean} of whether it is kept here what is written in a room
 * @property {(name: string) => Promise<string|null>} take rejects where nothing can be kept
 * @property {(name: string, text: string|null) => Promise<void>} put null: it is gone
 * @property {(name: string, text: string) => Promise<string|null>} seal for all of one's own devices; null: that cannot be
 * @property {(name: string, sealed: string) => Promise<string|null>} open what one of them has sealed; null: this one cannot
 * @property {() => Promise<import('./types').SealedFiles>} files what encrypts and opens files there
 */
import { openUnsent, removeOld, result } from './database.js';
import { isOver } from './forget.js';
import { sealer } from './sealer.js';

const PREFIX = 'weconnect:';
/** What does not come in this time does not hold up the rest; milliseconds. */
const LATE = 10_000;
/** @type {Draft} */
const NOTHING = { text: '', replyTo: null };

/**
 * @param {number} me the person: another one on the same browser sees nothing of it
 * @param {string} [secret] what seals their messages
 * @param {Keeping} [keeping]
 */
export function createLocal(me, secret, keeping) {
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
  function stored(key) {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  }

  /** What the browser would not store, and what it has in its place. @type {Map<string, {value: object|null, instead: string|null}>} */
  const unstored = new Map();

  /** @param {string} key */
  function read(key) {
    const [text, here] = [stored(key), unstored.get(key)];
    // Otherwise another tab has stored something since.
    if (here && here.instead === text) return here.value;
    try {
      return JSON.parse(text ?? 'null');
    } catch {
      return null;
    }
  }

  const kept = (/** @type {number|null} */ room) => (room !== null && keeping?.of(room) ? keeping : null);
  /** @type {((where: Where, draft: Draft, clientId: string) => void)[]} */
  const hearing = [];
  /** What was written before anybody heard, by its conversation. @type {Map<string, [where: Where, draft: Draft, clientId: string]>} */
  const early = new Map();
  /** What this page knows of what is kept elsewhere. @type {Map<string, object|null>} */
  const known = new Map();

  /** @param {string} name @param {Where} where */
  function find(name, { room }) {
    const found = read(name);
    if (!kept(room)) return found;
    // From the time before it was kept elsewhere.
    if (found) write(name, found, room);
    return known.get(name) ?? null;
  }

  /**
   * What is kept elsewhere, once it is here. @template T @param {string} name @param {Where} where @param {T} nothing if there is nothing
   * @returns {Promise<T|null>} null: it is not kept elsewhere, or nobody can say
   */
  async function fetched(name, { room }, nothing) {
    const elsewhere = kept(room);
    const before = known.get(name);
    const text = await elsewhere?.take(name).catch(() => undefined);
    if (text === undefined) return null;
    const value = text && JSON.parse(text);
    if (known.get(name) === before) known.set(name, value);
    return value ?? nothing;
  }

  /** @param {string} key @param {object|null} value @param {number|null} room */
  function write(key, value, room) {
    if (isOver()) return;
    const elsewhere = kept(room);
    if (elsewhere) {
      known.set(key, value);
      elsewhere.put(key, value && JSON.stringify(value)).catch(() => {});
      value = null;
    }
    try {
      if (value) localStorage.setItem(key, JSON.stringify(value));
      else localStorage.removeItem(key);
      unstored.delete(key);
    } catch {
      // Full or refused: it lives as long as the page.
      unstored.set(key, { value, instead: stored(key) });
    }
  }

  const entryName = (/** @type {string} */ clientId) => named('unsent', clientId);
  /** @param {string} clientId @returns {Promise<Pending|null>} null: nobody has it now, or any more */
  async function entryElsewhere(clientId) {
    const late = new Promise((done) => setTimeout(() => done(null), LATE));
    const text = await Promise.race([keeping?.take(entryName(clientId)), late]).catch(() => null);
    return text ? JSON.parse(String(text)) : null;
  }

  return {
    /** @returns {Promise<Pending[]>} */
    entries: () =>
      inTurn(async () => {
        const seal = await sealing;
        const rows = await result((await outbox('readonly')).index('me').getAll(me));
        const read = await Promise.all(
          rows.map((/** @type {Pending|Sealed|Elsewhere} */ row) => {
            if ('elsewhere' in row) return entryElsewhere(row.clientId);
            return 'sealed' in row ? (seal?.open(row) ?? null) : row;
          }),
        );
        return read.filter((entry) => entry !== null);
      }),
    /** @param {Pending} entry @returns {Promise<void>} */
    put: (entry) =>
      inTurn(async () => {
        const elsewhere = kept(entry.room);
        await elsewhere?.put(entryName(entry.clientId), JSON.stringify(entry));
        const row = elsewhere ? { clientId: entry.clientId, me, at: entry.at, elsewhere: true } : ((await (await sealing)?.seal(entry, me)) ?? { ...entry, me });
        if (!isOver()) await result((await outbox('readwrite')).put(row));
      }),
    /** @param {string} clientId @returns {Promise<void>} */
    remove: (clientId) =>
      inTurn(async () => {
        const row = await result((await outbox('readonly')).get(clientId));
        if (row && 'elsewhere' in row) await keeping?.put(entryName(clientId), null).catch(() => {});
        await result((await outbox('readwrite')).delete(clientId));
      }),
    /** @param {Where} where @returns {Draft} */
    draft: (where) => find(draftKey(where.key), where) ?? NOTHING,
    /** What is kept elsewhere of it. @param {Where} where @returns {Promise<Draft|null>} */
    fetchDraft: (where) => fetched(draftKey(where.key), where, NOTHING),
    /** @param {Where} where @param {Draft} draft @param {string} [clientId] that of the message that it becomes */
    saveDraft: (where, draft, clientId = undefined) => {
      write(draftKey(where.key), draft.text || draft.replyTo ? draft : null, where.room);
      // Without one it comes from elsewhere.
      if (!clientId) return;
      if (!hearing.length) early.set(where.key, [where, draft, clientId]);
      for (const hear of hearing) hear(where, draft, clientId);
    },
    /** Hears of each draft that is written here. @param {(where: Where, draft: Draft, clientId: string) => void} hear */
    onDraft: (hear) => {
      hearing.push(hear);
      for (const heard of early.values()) hear(...heard);
      early.clear();
    },
    keeping: kept,
    /** Whether another tab has changed the draft of a conversation. @param {StorageEvent} event @param {string} key */
    changesDraft: (event, key) => event.key === draftKey(key),
    /** @param {Where} where @returns {Edit | null} */
    edit: (where) => find(editKey(where.key), where),
    /** @param {Where} where @returns {Promise<Edit|null>} */
    fetchEdit: (where) => fetched(editKey(where.key), where, null),
    /** @param {Where} where @param {Edit | null} edit null: it is over */
    saveEdit: ({ key, room }, edit) => write(editKey(key), edit, room),
  };
}
