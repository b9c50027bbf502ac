// @ts-check
/** Parts of the page that are fetched when somebody first asks for them, or when there is time. */
import { ended } from './api.js';
import { isOld } from './build.js';
import { toast } from './page.js';
import { onSignal, signal } from './signals.js';
import { words } from './words.js';

/** A part of the page could not be fetched: because there is no line, or because it is an old page. */
export async function missing() {
  const offline = (await ended()) === 'unknown';
  toast(offline ? words.errors.offline : isOld() ? words.update.needed : words.update.missing, 'error');
  if (!offline) signal('newVersion');
}

/**
 * What the page can do without in its first second is fetched when there is time.
 * @template T @param {() => Promise<T>} load @param {(loaded: T) => void} start
 */
export function fetchSoon(load, start) {
  const idle = globalThis.requestIdleCallback ?? ((/** @type {() => void} */ fn) => setTimeout(fn, 1500));
  idle(() => load().then(start).catch(() => {}));
}

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
      return missing();
    }
    signal(name, detail);
  });
  fetchSoon(load, () => {});
}
