// @ts-check
/** Parts of the page that are fetched when somebody first asks for them, or when there is time. */
import { toast } from './page.js';
import { onSignal, signal } from './signals.js';
import { words } from './words.js';

/**
 * The first signal of a name fetches what answers it, and is then given again.
 * @param {string} name
 * @param {() => Promise<() => void>} load hands back what starts it
 */
export function onFirst(name, load) {
  const stop = onSignal(name, async (detail) => {
    try {
      const start = await load();
      stop();
      start();
    } catch {
      return toast(words.errors.offline, 'error');
    }
    signal(name, detail);
  });
  const idle = globalThis.requestIdleCallback ?? ((/** @type {() => void} */ fn) => setTimeout(fn, 1500));
  idle(() => load().catch(() => {}));
}
