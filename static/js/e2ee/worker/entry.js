// @ts-check
/**
 * The worker itself: what a tab asks is asked of the keyring, and answered, as api.d.ts says. No other module touches `self`.
 *
 * @typedef {import('./api.d.ts').Start} Start
 * @typedef {import('./api.d.ts').Ask} Ask
 */
import * as library from '../../../vendor/matrix-sdk-crypto-wasm@18.9.0/index.mjs';
import { openKeyring } from './keyring.js';
import { KeyringError, codeOf } from './patience.js';
import { databaseOf, dropDatabase, indexedStore } from './stores.js';

/** @type {any}; any: the page's types do not know the scope of a worker */
const scope = self;
/** @type {Promise<import('./api.d.ts').Keyring>|null} */
let keyring = null;
let csrf = '';
/** What takes longer does not come any more: whoever waits for it goes on. */
const LIMIT_MS = 60_000;

/** @param {number} me @returns {import('./environment.d.ts').Environment['rest']} */
const restOf = (me) => async (method, path, body) => {
  /** @type {Record<string, string>} */
  const headers = { Accept: 'application/json', 'X-Person': String(me) };
  if (method !== 'GET') headers['X-CSRFToken'] = csrf;
  if (body) headers['Content-Type'] = 'application/json';
  const signal = AbortSignal.timeout(LIMIT_MS);
  const response = await fetch(`/api/v1${path}`, { method, headers, credentials: 'same-origin', signal, body: body && JSON.stringify(body) }).catch(() => null);
  if (!response) throw new KeyringError('offline');
  const answer = response.status === 204 ? null : await response.json().catch(() => null);
  if (response.ok && (answer || response.status === 204)) return answer;
  // It came in part, or from somebody on the way.
  if (response.ok) throw new KeyringError('offline');
  throw new KeyringError(answer?.error?.code ?? 'other', { retryAfter: answer?.error?.retryAfter });
};

/** One machine works on a database, whoever else thinks to be elected. @param {number} me */
const alone = (me) =>
  /** @type {Promise<void>} */ (
    new Promise((resolve, reject) => {
      const held = () => new Promise(() => resolve());
      navigator.locks.request(`weconnect:keys:${me}`, held).catch(reject);
    })
  );

/** @param {Start['start']} start @returns {Promise<import('./api.d.ts').Keyring>} */
async function begin({ person: me, name = '' }) {
  await alone(me);
  await library.initAsync();
  const database = `${databaseOf(me)}-machine`;
  return openKeyring({
    me,
    name,
    library: /** @type {import('./environment.d.ts').Library} */ (library),
    rest: restOf(me),
    store: await indexedStore(databaseOf(me)),
    openStore: (key) => library.StoreHandle.openWithKey(database, key),
    dropStore: () => dropDatabases(database),
    now: () => Date.now(),
    wait: (ms) => new Promise((done) => setTimeout(done, ms)),
    tell: (event, data) => scope.postMessage({ event, data }),
    persisted: (await navigator.storage?.persisted?.()) ?? false,
  });
}

/** The library makes two databases of one name. @param {string} database */
async function dropDatabases(database) {
  for (const part of ['matrix-sdk-crypto', 'matrix-sdk-crypto-meta']) await dropDatabase(`${database}::${part}`);
}

/** @param {Ask} question */
async function answer({ ask, method, args }) {
  try {
    if (!keyring) throw new KeyringError('notReady');
    const work = /** @type {(...args: unknown[]) => Promise<unknown>} */ ((await keyring)[method]);
    scope.postMessage({ answer: ask, value: await work(...args) });
    // With the worker goes what still holds the databases open.
    if (method === 'wipe') scope.close();
  } catch (error) {
    const { message, people, retryAfter } = /** @type {Error & {people?: number[], retryAfter?: number}} */ (error);
    scope.postMessage({ answer: ask, error: { code: codeOf(error), message: String(message), people, retryAfter } });
  }
}

// Where the library panics, what waits for it gives up in its time (patience.js): the worker goes on, and its page need not know.
scope.onerror = () => true;

scope.onmessage = (/** @type {MessageEvent<Start | Ask>} */ { data }) => {
  if ('start' in data) {
    // The page may come back with another token.
    csrf = data.start.csrf;
    keyring ??= begin(data.start);
    keyring.catch(() => {});
  } else answer(data);
};
