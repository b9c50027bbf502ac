// @ts-check
/**
 * The bytes of files that wait with their messages, so that a reload loses none: in a database of its own, which goes when
 * its person does. Their messages outlive a login; then these say that their files have to be chosen again.
 */
import { result } from '../core/net/database.js';
import { isOver } from '../core/net/forget.js';

const NAME = 'weconnect-files';
/** Of all that wait, in bytes. */
const MOST = 200_000_000;
/** What is older and belongs to no message was left behind; milliseconds. */
const SETTLED = 3_600_000;

/** @typedef {{at: string, message: string, since: number, file: File}} Row */

/** @type {Promise<IDBDatabase>|undefined} */
let opened;

async function open() {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => request.result.createObjectStore('files', { keyPath: 'at' });
  const database = await result(request);
  // Another tab logs out and wants it gone.
  database.onversionchange = () => (database.close(), (opened = undefined));
  return database;
}

/** @param {IDBTransactionMode} mode */
async function rows(mode) {
  opened ??= open();
  const database = await opened.catch((error) => ((opened = undefined), Promise.reject(error)));
  return database.transaction('files', mode).objectStore('files');
}

/** What was asked of a transaction may still be lost until all of it is there. @param {IDBTransaction} transaction @returns {Promise<boolean>} */
const written = (transaction) =>
  new Promise((done) => {
    transaction.oncomplete = () => done(true);
    transaction.onabort = () => done(false);
  });

/** @param {(row: Row) => boolean} isGone */
async function drop(isGone) {
  const all = /** @type {Row[]} */ (await result((await rows('readonly')).getAll()));
  for (const row of all.filter(isGone)) await result((await rows('readwrite')).delete(row.at));
  return all.filter((row) => !isGone(row));
}

/** @param {string} at its name there @param {string} message the client id of the one that waits for it @param {File} file @returns {Promise<boolean>} whether it is kept */
export async function keepFile(at, message, file) {
  try {
    const others = /** @type {Row[]} */ (await result((await rows('readonly')).getAll()));
    if (isOver() || others.reduce((sum, one) => sum + one.file.size, file.size) > MOST) return false;
    const files = await rows('readwrite');
    files.put({ at, message, since: Date.now(), file });
    return await written(files.transaction);
  } catch {
    return false;
  }
}

/** @param {string} at @returns {Promise<File|null>} */
export const fileOf = async (at) => (await result((await rows('readonly')).get(at)).catch(() => null))?.file ?? null;

/** A message waits no longer. @param {string} message */
export const dropFiles = (message) => drop((row) => row.message === message).catch(() => []);

/** What no message waits for any more. @param {string[]} messages those that wait */
export const dropOthers = (messages) => drop((row) => !messages.includes(row.message) && row.since < Date.now() - SETTLED).catch(() => []);
