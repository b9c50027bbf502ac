// @ts-check
/** Parts of the page that come when there is time, when somebody is there to use them, or when they are asked for. */
import { ended } from '../net/api.js';
import { isOld } from '../net/build.js';
import { toast } from './page.js';
import { signal } from '../store/signals.js';
import { words } from '../i18n/words.js';

/** An idle moment does not come on a busy page. */
const SOON = 1500;

/** What somebody does before they can use anything. */
const SIGNS = ['pointermove', 'pointerdown', 'keydown', 'focusin', 'wheel'];

/** A part of the page could not be fetched: because there is no line, or because it is an old page. */
export async function missing() {
  const offline = (await ended()) === 'unknown';
  toast(offline ? words.errors.offline : isOld() ? words.update.needed : words.update.missing, 'error');
  if (!offline) signal('newVersion');
}

/** @param {() => void} begin */
function whenIdle(begin) {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(begin, { timeout: SOON });
  else setTimeout(begin, SOON);
}

/**
 * What the page can do without in its first second is fetched when there is time.
 * @template T @param {() => Promise<T>} load @param {(loaded: T) => unknown} start
 */
export const fetchSoon = (load, start) => whenIdle(() => void load().then(start).catch(() => {}));

/** @type {Promise<void> | undefined} */
let used;

/**
 * What is needed by whoever does something is fetched at their first sign: a pointer that moves, a key, a place that
 * gets the focus. A page that is only looked at is spared it, unless something waits for whoever looks, such as what
 * they wrote on another device.
 * @template T @param {() => Promise<T>} load @param {(loaded: T) => void} [start]
 */
export function whenUsed(load, start = () => {}) {
  used ??= new Promise((done) => {
    for (const sign of SIGNS) document.addEventListener(sign, () => done(), { once: true, capture: true, passive: true });
    if (document.activeElement !== document.body) done();
    else if (document.querySelector('#state[data-waits]')) whenIdle(done);
  });
  used.then(() => load().then(start).catch(() => {}));
}

/**
 * The first word of one of these names fetches what answers them, and is then given again.
 * @template {string} Name
 * @template Detail
 * @param {Name[]} names
 * @param {() => Promise<() => void>} load hands back what starts it
 * @param {(name: Name, listener: (detail: Detail) => void) => () => void} on how to hear of it
 * @param {(name: Name, detail: Detail) => void} tell how to give it again
 */
export function onFirst(names, load, on, tell) {
  /** @type {Promise<void> | null} */
  let ready = null;
  const stops = names.map((name) =>
    on(name, async (detail) => {
      try {
        await (ready ??= begin());
      } catch {
        ready = null;
        return missing();
      }
      tell(name, detail);
    }),
  );

  async function begin() {
    const start = await load();
    for (const stop of stops) stop();
    start();
  }
  whenUsed(load);
}
