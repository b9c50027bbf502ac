// @ts-check
/**
 * One tab of a browser runs the worker, and the others ask through it: Web Locks elect it, and when it closes the next
 * takes over, which is asked again what was not answered. Nobody waits for ever: each question has its time.
 *
 * @typedef {import('./worker/api').Keyring} Keyring
 * @typedef {import('./worker/api').KeyringEvents} KeyringEvents
 * @typedef {{method: keyof Keyring, args: unknown[], resolve: (value: unknown) => void, reject: (error: Error) => void, timer: ReturnType<typeof setTimeout>|undefined}} Asked
 *
 * @typedef {object} Port the worker, or what stands for it
 * @property {(message: unknown) => void} postMessage
 * @property {((event: MessageEvent) => void)|null} onmessage
 * @property {((event: ErrorEvent) => void)|null} [onerror]
 * @property {() => void} [terminate]
 */
import { WireError } from '../core/net/socket.js';

const MINUTE = 60_000;
/** What takes longer than the rest: keys are made, fetched, or given to many. */
const LIMITS = /** @type {Record<string, number>} */ ({
  setUp: 3 * MINUTE, reset: 3 * MINUTE, replaceRecovery: 3 * MINUTE, recover: 10 * MINUTE, indexAll: 60 * MINUTE, open: 2 * MINUTE, prepare: 2 * MINUTE, seal: 2 * MINUTE,
});
const LIMIT = MINUTE;

/**
 * @param {object} options
 * @param {string} options.name of the lock and the channel: one for each person
 * @param {string} options.tab this one's own name
 * @param {object} options.start what the worker is told first
 * @param {Pick<LockManager, 'request'>} options.locks
 * @param {Port} options.channel to the other tabs
 * @param {() => Port} options.makeWorker
 * @param {typeof setTimeout} [options.later]
 */
export function createClient({ name, tab, start, locks, channel, makeWorker, later = setTimeout }) {
  /** @type {Map<number, Asked>} */
  const asked = new Map();
  /** @type {Map<string, Set<(data: never) => void>>} by the events' names */
  const listeners = new Map();
  let numbers = 0;
  /** @type {Port|null} */
  let worker = null;
  let release = () => {};
  /** @type {Error|null} */
  let over = null;

  const post = (/** @type {number} */ ask, /** @type {Asked} */ { method, args }) => {
    if (worker) worker.postMessage({ ask, method, args });
    else channel.postMessage({ ask, method, args, from: tab });
  };

  /** @param {{answer: number, value?: unknown, error?: {code: string, message: string, people?: number[], retryAfter?: number}}} told */
  function settle({ answer, value, error }) {
    const one = asked.get(answer);
    if (!one) return;
    asked.delete(answer);
    clearTimeout(one.timer);
    if (error) one.reject(Object.assign(new WireError(error.code, error.message, error.retryAfter), { people: error.people }));
    else one.resolve(value);
  }

  /** @param {string} event @param {unknown} data */
  const tell = (event, data) => listeners.get(event)?.forEach((listener) => listener(/** @type {never} */ (data)));

  /** @param {keyof Keyring} method @param {unknown[]} args @returns {Promise<unknown>} */
  function call(method, args) {
    if (over) return Promise.reject(over);
    numbers += 1;
    const ask = numbers;
    return new Promise((resolve, reject) => {
      const timer = later(() => settle({ answer: ask, error: { code: 'timeout', message: `${method} took too long` } }), LIMITS[method] ?? LIMIT);
      const one = { method, args, resolve, reject, timer };
      asked.set(ask, one);
      post(ask, one);
    });
  }

  /** @param {Error & {code?: string}} error nothing is answered any more */
  function end(error) {
    over ??= error;
    for (const answer of [...asked.keys()]) settle({ answer, error: { code: error.code ?? 'failed', message: error.message } });
  }

  /** This tab's turn: it runs the worker for all. */
  function lead() {
    if (over) return Promise.resolve();
    worker = makeWorker();
    worker.onmessage = ({ data }) => {
      if ('answer' in data) return settle(data);
      tell(data.event, data.data);
      channel.postMessage(data);
    };
    worker.onerror = (event) => {
      event.preventDefault?.();
      end(new WireError('failed', 'the worker could not be started'));
      tell('failed', null);
      release();
    };
    worker.postMessage({ start });
    for (const [ask, one] of asked) post(ask, one);
    channel.postMessage({ leads: tab });
    return /** @type {Promise<void>} */ (new Promise((done) => (release = done)));
  }

  channel.onmessage = ({ data }) => {
    if (over) return;
    if (data.leads) for (const [ask, one] of asked) post(ask, one);
    else if (data.event) tell(data.event, data.data);
    else if (data.to === tab) settle(data);
    else if (data.from && worker) {
      const to = { to: data.from, answer: data.ask };
      call(data.method, data.args).then(
        (value) => channel.postMessage({ ...to, value }),
        // Whoever is ended answers for nobody: the next one is asked.
        ({ code, message, people, retryAfter }) => over || channel.postMessage({ ...to, error: { code, message, people, retryAfter } }),
      );
    }
  };
  locks.request(name, lead).catch(() => {});

  return {
    keyring: /** @type {Keyring} */ (new Proxy({}, { get: (_, method) => (method === 'then' ? undefined : (/** @type {unknown[]} */ ...args) => call(/** @type {keyof Keyring} */ (method), args)) })),
    /** @template {keyof KeyringEvents|'failed'} Name @param {Name} event @param {(data: Name extends keyof KeyringEvents ? KeyringEvents[Name] : null) => void} listener */
    on(event, listener) {
      if (!listeners.has(event)) listeners.set(event, new Set());
      listeners.get(event)?.add(listener);
    },
    /** The person goes: the worker lets go of what it has open. */
    stop() {
      end(new WireError('offline', 'the page is being left'));
      worker?.terminate?.();
      worker = null;
      release();
    },
  };
}

/** @typedef {ReturnType<typeof createClient>} Client */
