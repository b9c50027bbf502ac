// @ts-check
/** Searching what this device has read. What was read is kept on the device in pieces, each encrypted with a key that no script can read. */
import { fold } from '../../core/i18n/fold.js';
import { gathered } from './patience.js';
import { sealed, unsealed } from './vault.js';

/** Messages of a room that stand in one piece, by their seq. */
const PIECE = 128;
/** Some 50,000 messages: beyond, the oldest pieces go. */
const MOST_PIECES = 400;
const PAGE = 20;
const SOON_MS = 500;

/**
 * @typedef {import('./api.d.ts').Found & {version: number}} Row
 * @typedef {Map<number, Row>} Piece by seq
 * @typedef {import('./environment.d.ts').Message} Message
 */

/** @param {import('./environment.d.ts').Environment} env */
export function createSearch({ store, wait }) {
  /** @type {Map<string, Piece>} those that are open */
  const open = new Map();
  /** @type {Set<string>} */
  const changed = new Set();

  const nameOf = (/** @type {{room: number, seq: number}} */ { room, seq }) => `${room}:${Math.floor(seq / PIECE)}`;

  /** @param {string} name @returns {Promise<Piece>} */
  async function piece(name) {
    const there = open.get(name);
    if (there) return there;
    const kept = await store.get('search', name);
    // Where the key is gone, what it encrypted is read again with the messages.
    const rows = kept ? await unsealed(store, kept).then((bytes) => JSON.parse(new TextDecoder().decode(bytes)), () => []) : [];
    const made = new Map(rows.map((/** @type {Row} */ row) => [row.seq, row]));
    const meanwhile = open.get(name);
    if (meanwhile) return meanwhile;
    open.set(name, made);
    return made;
  }

  async function save() {
    for (const name of [...changed]) {
      changed.delete(name);
      const rows = open.get(name);
      if (rows) await store.put('search', name, await sealed(store, new TextEncoder().encode(JSON.stringify([...rows.values()]))));
    }
    const names = await store.keys('search');
    if (names.length <= MOST_PIECES) return;
    const newest = (/** @type {Piece} */ rows) => Math.max(0, ...[...rows.values()].map(({ message }) => message));
    const ages = [];
    for (const name of names) ages.push({ name, newest: newest(await piece(name)) });
    for (const { name } of ages.sort((a, b) => a.newest - b.newest).slice(0, names.length - MOST_PIECES)) {
      open.delete(name);
      await store.remove('search', name);
    }
  }

  const saveSoon = gathered(async () => {
    await wait(SOON_MS);
    await save();
  });

  /** @param {Message} message @param {Row|null} row */
  async function put(message, row) {
    const rows = await piece(nameOf(message));
    const before = rows.get(message.seq);
    if (row ? before && before.version >= row.version : !before) return;
    if (row) rows.set(message.seq, row);
    else rows.delete(message.seq);
    changed.add(nameOf(message));
    saveSoon().catch(() => {});
  }

  return {
    save,
    /** @param {Message} message @param {string} text */
    add: ({ id, room, seq, version, sender, timestamp, ...rest }, text) =>
      put({ id, room, seq, version, sender, timestamp, ...rest }, { room, message: id, seq, version, sender: sender.id, at: timestamp, text }),
    /** A message that was deleted. @param {Message} message */
    forget: (message) => put(message, null),
    /**
     * All words stand in what is found, in any order, as parts of words; without regard to capitals and accents.
     * @param {{words: string, room?: number, before?: number}} query
     */
    async find({ words, room, before = Infinity }) {
      const wanted = fold(words).split(/\s+/u).filter(Boolean).slice(0, 10);
      if (!wanted.length) return { found: [], before: null };
      const names = new Set([...(await store.keys('search')), ...open.keys()]);
      /** @type {Row[]} */
      const all = [];
      for (const name of names) {
        if (room !== undefined && !name.startsWith(`${room}:`)) continue;
        for (const row of (await piece(name)).values()) {
          if (row.message >= before) continue;
          const text = fold(row.text);
          if (wanted.every((word) => text.includes(word))) all.push(row);
        }
      }
      const found = all.sort((a, b) => b.message - a.message).slice(0, PAGE);
      return { found: found.map(({ version, ...one }) => one), before: all.length > PAGE ? (found.at(-1)?.message ?? null) : null };
    },
  };
}
