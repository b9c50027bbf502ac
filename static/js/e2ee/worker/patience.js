// @ts-check
/** Errors with a code, and waiting with an end. */

export class KeyringError extends Error {
  /** @param {string} code @param {object} [more] what belongs to it, e.g. `people` */
  constructor(code, more = {}) {
    super(code);
    this.code = code;
    Object.assign(this, more);
  }
}

/** @param {any} error; any: whatever was thrown @returns {string} its code */
export const codeOf = (error) => (typeof error?.code === 'string' ? error.code : 'other');

/** Whether it may be otherwise in a moment. @param {unknown} error */
export const isTransient = (error) => ['offline', 'unavailable', 'rateLimited', 'stuck'].includes(codeOf(error));

/** The longest that a call of the library takes is a tenth of this: 200 devices at once, on a slow telephone. */
const LIMIT_MS = 30_000;

/**
 * What a call of the library comes to. Where that panics inside, its promise never settles.
 * @template T @param {Promise<T>} call @param {number} [ms]
 * @returns {Promise<T>} rejects with `stuck`
 */
export async function within(call, ms = LIMIT_MS) {
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new KeyringError('stuck')), ms);
  });
  try {
    return await /** @type {Promise<T>} */ (Promise.race([call, late]));
  } finally {
    clearTimeout(timer);
  }
}

/** Work one after the other; a failure ends only its own. @returns {<T>(work: () => Promise<T>) => Promise<T>} */
export function inTurn() {
  /** @type {Promise<unknown>} */
  let last = Promise.resolve();
  return (work) => {
    const mine = last.then(work);
    last = mine.catch(() => {});
    return mine;
  };
}

/** Work that is done once more if it was asked for while under way, and never twice at a time. @param {() => Promise<void>} work */
export function gathered(work) {
  /** @type {Promise<void>|null} */
  let running = null;
  /** @type {Promise<void>|null} */
  let next = null;
  const run = () => (running = work().finally(() => (running = null)));
  return () => {
    if (!running) return run();
    next ??= running.catch(() => {}).then(() => {
      next = null;
      return run();
    });
    return next;
  };
}

/** @template T @param {T[]} list @param {number} size @returns {T[][]} */
export function pieces(list, size) {
  const all = [];
  for (let at = 0; at < list.length; at += size) all.push(list.slice(at, at + size));
  return all;
}
