// @ts-check
/**
 * Keeps the rooms on the page complete: joins their live feeds, fetches what was missed, and notices
 * from seq and version when something is missing.
 */
import { holes, wanted } from '../store/gaps.js';
import { missing, roomLog, roomsShown } from '../store/log.js';
import { codeOf } from '../i18n/words.js';
import { WireError } from './socket.js';
import { serverTime } from '../i18n/time.js';

const PAGE = 100;
/** Whoever missed more than this starts from the newest page; older ones come while scrolling. */
const TOO_FAR = 2000;
/** How long a change may be overtaken by a later one before it is fetched. */
const PATIENCE = 150;
/** What the server leaves out of a page is asked for again after these pauses; then it is said to be withheld. */
const PAUSES = [1000, 3000];

/**
 * @param {object} options
 * @param {import('../wire.js').Request} options.request
 * @param {import('../store/store.js').Store} options.store
 * @param {(ms: number) => Promise<void>} options.wait
 */
export function createSync({ request, store, wait }) {
  /** @type {Map<number, Promise<void>>} one catch-up a room at a time */
  const running = new Map();
  /** The rooms whose live feeds this socket is in. @type {Set<number>} */
  const joined = new Set();

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

  /** Of openings that overlap, the feeds of the rooms on the page are kept, whichever came first. */
  function leaveOthers() {
    const shown = roomsShown(store.get());
    for (const room of [...joined].filter((one) => !shown.includes(one))) {
      joined.delete(room);
      request('leaveRoom', { room }).catch(() => {});
    }
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
    joined.add(room);
    leaveOthers();
    if (log(room) && log(room).version < log(room).target) await catchUp(room, report);
  }

  const incomplete = () => [...joined].filter((room) => log(room) && missing(log(room)) > 0);
  const completed = (/** @type {Iterable<number>} */ rooms) => Promise.all([...rooms].map((room) => catchUp(room).catch(() => {})));

  /** What of a page came neither with it nor in another way. @param {number} room @param {ReturnType<typeof wanted>} asked */
  function leftOut(room, { range, seqs }) {
    if (!holes(range, seqs).length) return [];
    const held = (log(room)?.list ?? []).map(({ seq }) => seq);
    return holes(range, [...seqs, ...held].sort((a, b) => a - b));
  }

  let waiting = false;
  /** A gap that is still there after a moment is fetched. */
  async function fillGaps() {
    if (waiting) return;
    waiting = true;
    await wait(PATIENCE);
    waiting = false;
    await completed(incomplete());
  }

  store.subscribe(() => void (incomplete().length && fillGaps()));

  return {
    open,
    catchUp,
    /** After a loss the server knows nothing of the rooms that were joined. */
    lost: () => joined.clear(),
    /** Enters the rooms on the page, after a loss or for the first time. @param {(toGo: number) => void} [report] */
    async resume(report) {
      for (const room of roomsShown(store.get())) {
        // A public room that one only looks at is not entered: entering makes one a member.
        if (!store.get().rooms[room]) continue;
        await open(room, report).catch((error) => {
          // One that was taken away meanwhile holds up no other.
          if (store.get().rooms[room]) throw error;
        });
      }
    },
    /**
     * Keeps a room complete that is shown beside the one on the screen.
     * @param {number} room
     * @returns {() => void} ends it
     */
    follow(room) {
      store.dispatch({ type: 'shown', data: { room } });
      // Without a line it is entered when the line is there.
      if (store.get().rooms[room]) open(room).catch(() => {});
      return () => {
        store.dispatch({ type: 'hidden', data: { room } });
        leaveOthers();
      };
    },
    /** Asks whether something was missed; live events are a hint, the server's log is the truth. */
    check: () => completed(joined),
    /**
     * A page of history on one side of a seq, or since a time. What is missing in it is asked for again, and then said to be withheld.
     * @param {number} room
     * @param {{before?: number, after?: number, since?: string}} where
     * @param {number[]} [pauses]
     * @returns {Promise<import('../wire.js').Message[]>} what came
     */
    async page(room, where, pauses = PAUSES) {
      for (let tries = 0; ; tries += 1) {
        const { lastSeq } = store.get().rooms[room] ?? { lastSeq: 0 };
        const { from } = log(room) ?? {};
        const answer = await patiently('history', { room, ...where, limit: PAGE });
        store.dispatch({ type: 'page', data: { room, messages: answer.messages } });
        const ranges = leftOut(room, wanted(where, answer, lastSeq, from));
        if (ranges.length && tries < pauses.length) await wait(pauses[tries]);
        else {
          if (ranges.length) store.dispatch({ type: 'withheld', data: { room, ranges } });
          return answer.messages;
        }
      }
    },
  };
}

/** @typedef {ReturnType<typeof createSync>} Sync */
