// @ts-check
/** Where uploads that are under way go on after a reload, for whoever chooses the same file again: kept in this browser until its person leaves it. */
import { isOver } from '../core/net/forget.js';

/** After so long the server has forgotten what it was sent; milliseconds. */
const LONGEST = 3 * 24 * 3600 * 1000;

/** @typedef {{size: number|null, metadata: object, creationTime: string, uploadUrl: string, urlStorageKey: string}} Known */

/** What a browser that stores nothing does without. @template T @param {() => T} work @param {T} otherwise */
function quietly(work, otherwise) {
  try {
    return work();
  } catch {
    return otherwise;
  }
}

/** What goes on in this page: which file has which upload for itself. @type {Map<string, {at: string, letGo: () => void}>} */
const held = new Map();

/** One upload is for one file, in all tabs: the same file may be chosen twice. @param {string} name @param {string} at the file's @returns {Promise<boolean>} whether it has it */
async function hold(name, at) {
  const before = held.get(name);
  if (before) return before.at === at;
  let letGo = () => {};
  const over = /** @type {Promise<void>} */ (new Promise((done) => (letGo = done)));
  held.set(name, { at, letGo });
  const isMine = await new Promise((done) => {
    if (!navigator.locks) return done(true);
    navigator.locks.request(name, { ifAvailable: true }, (lock) => (done(Boolean(lock)), lock && over)).catch(() => done(true));
  });
  if (!isMine) held.delete(name);
  return isMine;
}

/** As tus-js-client asks for it. @param {number} me @param {string} at the file that is to go */
export function kept(me, at) {
  const prefix = `weconnect:upload:${me}:`;
  /** @param {string} name @returns {Known[]} */
  const found = (name) => quietly(() => [{ ...JSON.parse(localStorage.getItem(name) ?? ''), urlStorageKey: name }], []);
  const removeUpload = async (/** @type {string} */ name) => {
    quietly(() => localStorage.removeItem(name), undefined);
    held.get(name)?.letGo();
    held.delete(name);
  };
  const names = quietly(() => Object.keys(localStorage), []).filter((name) => name.startsWith(prefix));
  for (const { creationTime, urlStorageKey } of names.flatMap(found)) if (!(Date.now() - Date.parse(creationTime) < LONGEST)) removeUpload(urlStorageKey);
  return {
    removeUpload,
    findAllUploads: async () => names.flatMap(found),
    async findUploadsByFingerprint(/** @type {string} */ print) {
      const those = names.filter((name) => name.slice(name.indexOf(':', prefix.length) + 1) === print);
      for (const one of those.flatMap(found)) if (await hold(one.urlStorageKey, at)) return [one];
      return [];
    },
    addUpload: async (/** @type {string} */ print, /** @type {Known} */ upload) => {
      const name = `${prefix}${at}:${print}`;
      await hold(name, at);
      if (!isOver()) quietly(() => localStorage.setItem(name, JSON.stringify({ ...upload, metadata: {} })), undefined);
      return name;
    },
  };
}
