// @ts-check
/**
 * The one connection of the page: requests with answers, server events, coming back after a loss.
 * The Socket.IO client is handed in, so that tests can play the server.
 */

/** How long a request may take before the line is taken for dead. */
const TIMEOUT = 10_000;

/** A refusal of the server, or `timeout`/`offline` when it could not be asked. */
export class WireError extends Error {
  /**
   * @param {string} code @param {string} [message] @param {number} [retryAfter] seconds
   * @param {{template?: string, params?: Record<string, string | number>}} [apart] the message in its parts
   */
  constructor(code, message = code, retryAfter = undefined, { template, params } = {}) {
    super(message);
    this.code = code;
    this.retryAfter = retryAfter;
    this.template = template;
    this.params = params;
  }
}

/**
 * @typedef {ReturnType<typeof setTimeout> | undefined} Timer
 * @typedef {import('../wire.js').Commands} Commands
 *
 * @param {object} options
 * @param {any} options.socket a Socket.IO client socket that does not connect by itself; any: the library comes without types
 * @param {(...events: import('../store/store.js').StoreEvent[]) => void} options.dispatch
 * @param {(again: boolean) => void} options.onConnect `again`: after a loss
 * @param {(code: string) => void} options.onClosed the server has ended this login
 * @param {() => Promise<string|null>} options.ended asks over HTTP how the login ended; null or `unknown` if it did not
 * @param {() => boolean} [options.network] whether this device has a network at all
 * @param {() => number} [options.random]
 * @param {(fn: () => void, ms: number) => Timer} [options.later]
 */
export function createLink({ socket, dispatch, onConnect, onClosed, ended, network = () => true, random = Math.random, later = setTimeout }) {
  let lostBefore = false;
  let closed = false;
  let failures = 0;
  /** @type {Timer} */
  let timer;
  /** @type {() => void} */
  let settled = () => {};
  /** Until it is known whether the page's first connection comes about. @type {Promise<void>|null} */
  let beginning = new Promise((resolve) => {
    settled = () => {
      beginning = null;
      resolve();
    };
  });

  const status = (/** @type {Connection['state']} */ state, rest = {}) => dispatch({ type: 'connection', data: { state, ...rest } });

  function lost() {
    settled();
    status(network() ? 'reconnecting' : 'offline');
  }

  /** @param {number} seconds */
  function comeBack(seconds) {
    clearTimeout(timer);
    timer = later(() => !closed && socket.connect(), seconds * 1000);
  }

  /** Spread out, so that a server is not met by everybody in the same moment. */
  const spread = (/** @type {number} */ seconds) => seconds * (0.5 + random());

  /** @param {string} code */
  function end(code) {
    if (closed) return;
    closed = true;
    settled();
    clearTimeout(timer);
    socket.disconnect();
    status('closed', { code });
    onClosed(code);
  }

  socket.on('connect', () => {
    failures = 0;
    settled();
    onConnect(lostBefore);
    lostBefore = true;
  });

  socket.on('disconnect', (/** @type {string} */ reason) => {
    if (closed) return;
    lostBefore = true;
    lost();
    // A server that hangs up without a word has cut off a reader that was too slow: come back.
    if (reason === 'io server disconnect') comeBack(spread(1));
  });

  socket.on('connect_error', async (/** @type {Error & {data?: {code?: string, retryAfter?: number}}} */ error) => {
    if (closed) return;
    const code = error?.data?.code ?? error?.message;
    if (code === 'unauthorized') return end('expired');
    if (code === 'otherPerson') return end(code);
    lost();
    failures += 1;
    if (!socket.active) comeBack(spread(error?.data?.retryAfter ?? 5));
    // A refused handshake looks like a broken line: ask, from time to time, whether we are still known.
    if (failures % 3) return;
    const how = await ended();
    if (how && how !== 'unknown') end(how);
  });

  socket.on('closing', (/** @type {import('../wire.js').Closing} */ { code, retryAfter }) => {
    if (code !== 'shutdown') return end(code);
    lostBefore = true;
    socket.disconnect();
    status('reconnecting');
    // The server has spread its clients out already: it knows how many they are.
    comeBack(retryAfter ?? spread(1));
  });

  // An event that this version of the page knows nothing of falls through the slices.
  socket.onAny((/** @type {string} */ type, /** @type {unknown} */ data) => {
    if (type !== 'closing') dispatch(/** @type {import('../wire.js').ServerEvent} */ ({ type, data }));
  });

  /** Drops the line and dials again: for a line that is dead and does not know it yet. */
  function redial() {
    if (closed) return;
    clearTimeout(timer);
    socket.io?.engine?.close?.();
    socket.disconnect();
    socket.connect();
  }

  return {
    start: () => socket.connect(),
    online: () => socket.connected && !closed,
    redial,
    /** The network went away: say so now, not when a heartbeat is missed. */
    networkLost() {
      if (closed) return;
      socket.io?.engine?.close?.();
      lost();
    },
    /** The login is over, as was learnt in another way. */
    end,
    /** Logging out, on purpose. */
    stop() {
      closed = true;
      settled();
      clearTimeout(timer);
      socket.disconnect();
    },
    /**
     * Asks the server for something. On a page that has only just opened it waits for the first connection:
     * who is that quick is not told that there is none.
     * @template {keyof Commands} Name
     * @param {Name} event
     * @param {Commands[Name]['payload']} payload
     * @param {{timeout?: number}} [options]
     * @returns {Promise<Commands[Name]['answer']>} the acknowledgement
     * @throws {WireError}
     */
    async request(event, payload, { timeout = TIMEOUT } = {}) {
      if (beginning) await Promise.race([beginning, new Promise((resolve) => later(() => resolve(undefined), timeout))]);
      return new Promise((resolve, reject) => {
        if (!socket.connected || closed) return reject(new WireError('offline'));
        socket.timeout(timeout).emit(event, payload, (/** @type {Error|null} */ error, /** @type {import('../wire.js').Ack<Name>} */ answer) => {
          if (error && socket.connected) {
            redial();
            return reject(new WireError('timeout'));
          }
          if (error) return reject(new WireError('offline'));
          if (answer?.ok) return resolve(answer);
          /** @type {Partial<import('../wire.js').ErrorBody>} */
          const { code = 'unavailable', message, retryAfter } = answer?.error ?? {};
          if (code === 'unauthorized') end('expired');
          reject(new WireError(code, message, retryAfter, answer?.error));
        });
      });
    },
    /** Says something that needs no answer, if there is somebody to hear it. @template {keyof Commands} Name @param {Name} event @param {Commands[Name]['payload']} payload */
    tell(event, payload) {
      if (socket.connected && !closed) socket.emit(event, payload, () => {});
    },
  };
}

/** @typedef {ReturnType<typeof createLink>} Link */
