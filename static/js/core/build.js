// @ts-check
/**
 * Which version of the site this page is of, and whether the server has a newer one by now. The hash in the
 * address of this very file says it; the server's is in each answer of its API (`X-Build`).
 */
import { onSignal, signal } from './signals.js';

const own = /\/static\/([0-9a-f]{16})\//.exec(import.meta.url)?.[1];
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

/** Whether nothing would be lost, and nobody disturbed. @param {() => boolean} idle */
export function reloadWhen(idle) {
  // While servers are renewed one by one, the next answer may be an old one's: once for each version of a page.
  const again = () => {
    try {
      const done = sessionStorage.getItem('weconnect:reloaded') === own;
      sessionStorage.setItem('weconnect:reloaded', own ?? '');
      return done;
    } catch {
      return true;
    }
  };
  const look = () => {
    if (old && document.hidden && idle() && !again()) location.reload();
  };
  document.addEventListener('visibilitychange', look);
  onSignal('newVersion', look);
}
