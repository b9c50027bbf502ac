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

/** As tus-js-client asks for it. @param {number} me */
export function kept(me) {
  const prefix = `weconnect:upload:${me}:`;
  /** @param {string} name @returns {Known[]} */
  const found = (name) => quietly(() => [{ ...JSON.parse(localStorage.getItem(name) ?? ''), urlStorageKey: name }], []);
  const removeUpload = async (/** @type {string} */ name) => quietly(() => localStorage.removeItem(name), undefined);
  const names = quietly(() => Object.keys(localStorage), []).filter((name) => name.startsWith(prefix));
  for (const { creationTime, urlStorageKey } of names.flatMap(found)) if (!(Date.now() - Date.parse(creationTime) < LONGEST)) removeUpload(urlStorageKey);
  return {
    removeUpload,
    findAllUploads: async () => names.flatMap(found),
    findUploadsByFingerprint: async (/** @type {string} */ print) => found(prefix + print),
    addUpload: async (/** @type {string} */ print, /** @type {Known} */ upload) => {
      if (!isOver()) quietly(() => localStorage.setItem(prefix + print, JSON.stringify({ ...upload, metadata: {} })), undefined);
      return prefix + print;
    },
  };
}
