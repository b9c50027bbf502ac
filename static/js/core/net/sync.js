// @ts-check
/**
 * Keeps the room on the screen complete: joins its live feed, fetches what was missed, and notices
 * from seq and version when something is missing.
 *
 * @typedef {import('../store/store.js').State} State
 */
import { emptyLog, missing, roomLog } from '../store/log.js';
import { codeOf } from '../i18n/words.js';
import { WireError } from './socket.js';
import { serverTime } from '../i18n/time.js';

const PAGE = 100;
/** Whoever missed more than this starts from the newest page; older ones come while scrolling. */
const TOO_FAR = 2000;
/** How long a change may be overtaken by a later one before it is fetched. */
const PATIENCE = 150;

/**
 * @param {object} options
 * @param {import('../wire.js').Request} options.request
 * @param {import('../store/store.js').Store} options.store
 * @param {(ms: number) => Promise<void>} options.wait
 */
export function createSync({ request, store, wait }) {
  /** @type {Map<number, Promise<void>>} one catch-up a room at a time */
  const running = new Map();
  /** The room whose live feed this socket is in. @type {number|null} */
  let joined = null;

  const log = (/** @type {number} */ room) => store.get().logs[roomLog(room)];

  /** Waits out a "not so fast" or a server that is busy. @type {import('../wire.js').Request} */
  async function patiently(event, payload) {
    let tries = 5;
    for (;;) {
      try {
        return await request(event, payload);
      } catch (error) {
        tries -= 1;
        if (!['rateLimited', 'unavailable'].includes(codeOf(error)) || tries === 0) throw error;
        await wait(((error instanceof WireError ? error.retryAfter : undefined) ?? 2) * 1000);
      }
    }
  }

  /** @param {number} room */
  async function join(room) {
    const known = log(room);
    const fresh = !known?.loaded;
    const after = known?.list.at(-1)?.seq;
    let answer = await patiently('joinRoom', fresh || after === undefined ? { room } : { room, after });
    let anew = fresh || after === undefined;
    if (!anew && answer.room.version - known.version > TOO_FAR) {
      answer = await patiently('joinRoom', { room });
      anew = true;
    }
    serverTime.heard(answer.now);
    store.dispatch({ type: 'joined', data: { ...answer, fresh: anew } });
  }

  /** @param {number} room @param {(toGo: number) => void} [report] */
  async function fetchChanges(room, report) {
    for (;;) {
      const { version, target } = log(room);
      report?.(Math.max(0, target - version));
      const answer = await patiently('changes', { room, after: version, limit: PAGE });
      store.dispatch({ type: 'changes', data: { room, ...answer } });
      if (answer.complete || answer.version <= version || !log(room)) return;
    }
  }

  /** @param {number} room @param {(toGo: number) => void} [report] @returns {Promise<void>} */
  function catchUp(room, report) {
    const going = running.get(room);
    if (going) return going;
    const work = fetchChanges(room, report).finally(() => running.delete(room));
    running.set(room, work);
    return work;
  }

  /**
   * Enters a room: its live feed, then everything that changed since it was last seen.
   * @param {number} room
   * @param {(toGo: number) => void} [report] told how many changes are still to come
   * @throws {import('./socket.js').WireError} `notFound` once the room was taken from the store
   */
  async function open(room, report) {
    try {
      await join(room);
    } catch (error) {
      if (['notFound', 'forbidden'].includes(codeOf(error))) store.dispatch({ type: 'roomRemoved', data: { room } });
      throw error;
    }
    // Of two that overlap, the feed of the one that is on the screen is kept, whichever came first.
    const { roomId } = store.get();
    const left = roomId === null || roomId === room ? joined : room;
    if (left !== room) joined = room;
    if (left !== null && left !== joined) request('leaveRoom', { room: left }).catch(() => {});
    if (log(room) && log(room).version < log(room).target) await catchUp(room, report);
  }

  let waiting = false;
  /** A gap that is still there after a moment is fetched. */
  async function fillGaps() {
    if (waiting) return;
    waiting = true;
    await wait(PATIENCE);
    waiting = false;
    const room = store.get().roomId;
    if (room === null || room !== joined || !missing(log(room) ?? emptyLog())) return;
    await catchUp(room).catch(() => {});
  }

  store.subscribe((/** @type {State} */ state) => {
    const room = state.roomId;
    const current = room === null ? undefined : state.logs[roomLog(room)];
    if (room === joined && current?.loaded && missing(current) > 0) fillGaps();
  });

  return {
    open,
    catchUp,
    /** After a loss the server knows nothing of the room that was joined. */
    lost: () => {
      joined = null;
    },
    /** Asks whether something was missed; live events are a hint, the server's log is the truth. */
    async check() {
      const room = store.get().roomId;
      if (room !== null && room === joined) await catchUp(room).catch(() => {});
    },
    /**
     * A page of history on one side of a seq, or since a time.
     * @param {number} room
     * @param {{before?: number, after?: number, since?: string}} where
     * @returns {Promise<import('../wire.js').Message[]>} what came
     */
    async page(room, where) {
      const answer = await patiently('history', { room, ...where, limit: PAGE });
      store.dispatch({ type: 'page', data: { room, messages: answer.messages } });
      return answer.messages;
    },
  };
}

/** @typedef {ReturnType<typeof createSync>} Sync */
