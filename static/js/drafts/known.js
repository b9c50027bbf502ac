// @ts-check
/** What this browser knows of each draft beside its text: for all of its tabs, and over a reload. */
import { isOver } from '../core/net/forget.js';

/**
 * @typedef {object} Known
 * @property {number} room
 * @property {number|null} thread
 * @property {number} base the server's version that the text here was made of; 0: none
 * @property {boolean} dirty whether it was changed here since
 */

/** @param {number} me */
export function createKnown(me) {
  const name = `weconnect:drafts:${me}`;
  /** Where nothing is stored it lives as long as the page. @type {Record<string, Known>} */
  let all = {};

  function read() {
    try {
      all = JSON.parse(localStorage.getItem(name) ?? '{}');
    } catch {
      // As it was.
    }
    return all;
  }

  return {
    all: read,
    /** @param {string} key @returns {Known|undefined} */
    get: (key) => read()[key],
    /** @param {string} key @param {Known} one */
    set(key, one) {
      const { [key]: _, ...others } = read();
      all = one.dirty || one.base ? { ...others, [key]: one } : others;
      try {
        if (!isOver()) localStorage.setItem(name, JSON.stringify(all));
      } catch {
        // Full or refused.
      }
    },
  };
}
