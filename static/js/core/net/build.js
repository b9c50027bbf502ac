// @ts-check
/**
 * Which version of the site this page is of, and whether the server has a newer one by now. The hash in the
 * address of this very file says it; the server's is in each answer of its API (`X-Build`).
 */
import { signal } from '../store/signals.js';

/** This page's version. */
export const own = /\/static\/([0-9a-f]{16})\//.exec(import.meta.url)?.[1];
let old = false;

/** @param {Response|null} response of the API */
export function noteBuild(response) {
  const theirs = response?.headers?.get?.('X-Build');
  if (!own || !theirs || old || theirs === own) return;
  old = true;
  signal('newVersion');
}

/** Whether the server has a newer version than this page. */
export const isOld = () => old;
