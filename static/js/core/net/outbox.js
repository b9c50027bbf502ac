// @ts-check
/**
 * What one has written and the server has not confirmed. Each message has a client id from the
 * first moment: sending it twice makes one message, so sending again is always safe.
 *
 * @typedef {import('../store/log.js').Pending} Pending
 * @typedef {import('../store/store.js').State} State
 *
 * @typedef {object} Storage keeps entries over a reload
 * @property {() => Promise<Pending[]>} entries
 * @property {(entry: Pending) => Promise<void>} put
 * @property {(clientId: string) => Promise<void>} remove
 *
 * @typedef {import('./types').Step} Step
 */

import { mended, shows, trimmed } from '../i18n/letters.js';
import { codeOf, told } from '../i18n/words.js';
import { logOf } from '../store/log.js';
import { WireError } from './socket.js';
import { uuid } from './uuid.js';

/** Asking again would bring the same answer: the person decides. */
const FINAL = new Set(['badRequest', 'forbidden', 'notFound', 'tooLarge', 'conflict']);
/** So often what somebody's coming or going has overtaken is sealed again without a pause. */
const AT_ONCE = 4;
const SLOWEST = 30_000;

/**
 * @param {object} options
 * @param {import('../wire.js').Request} options.request
 * @param {() => boolean} options.online
 * @param {Storage} options.storage
 * @param {Pick<import('../store/store.js').Store, 'get'|'dispatch'|'subscribe'>} options.store
 * @param {(name: string, work: () => Promise<void>) => Promise<void>} options.lock one tab at a time
 * @param {(ms: number) => Promise<void>} options.wait
 * @param {Step[]} [options.steps] in the order in which they are done; each once, whatever comes between
 * @param {() => number} [options.now]
 * @param {() => number} [options.random]
 */
export function createOutbox({ request, online, storage, store, lock, wait, steps = [], now = Date.now, random = Math.random }) {
  /** @type {Map<string, Pending>} what is to be sent, in the order written */
  const queue = new Map();
  /** @type {Set<string>} lanes in which something is sent */
  const sending = new Set();
  /** @type {Set<string>} what another tab or an earlier visit left */
  const takenOver = new Set();
  let latest = 0;

  const settle = (/** @type {string} */ clientId) => void (queue.delete(clientId), storage.remove(clientId).catch(() => {}));

  // The message may come back by the live feed or a catch-up before its acknowledgement does.
  store.subscribe((state) => {
    for (const entry of queue.values()) {
      const log = state.logs[logOf(entry)];
      if (!log?.pending.some((p) => p.clientId === entry.clientId)) settle(entry.clientId);
    }
  });

  /** Takes steps, those that are not done yet. @param {Pending} entry @param {Step[]} wanted @returns {Promise<Pending|null>} null if it was given up meanwhile */
  async function prepared(entry, wanted, tries = 0) {
    /** @param {Partial<Pending>} change */
    async function keep(change) {
      const next = { ...(queue.get(entry.clientId) ?? entry), ...change };
      if (!queue.has(entry.clientId)) return next;
      queue.set(entry.clientId, next);
      // A browser that refuses to store goes on with what it has in memory.
      await storage.put(next).catch(() => {});
      return next;
    }

    let now = entry;
    for (const { name, each, prepare } of wanted) {
      if (now.done?.includes(name)) continue;
      const change = await prepare(now, keep, tries);
      if (!queue.has(entry.clientId)) return null;
      now = each ? { ...now, ...change } : await keep({ ...change, done: [...(now.done ?? []), name] });
    }
    return queue.has(entry.clientId) ? now : null;
  }

  /** Sends one. @param {Pending} entry @returns {Promise<number>} milliseconds until the next try; 0: done; -1: no line */
  async function attempt(entry, tries = 0) {
    const { room, key, clientId } = entry;
    const send = async (/** @type {Pending} */ whole) => {
      const ready = await prepared(whole, steps.filter(({ isLong }) => !isLong), tries);
      if (!ready) return;
      const { content, replyTo, extra } = ready;
      // What is sealed leaves nowhere in the open; files may go without a word.
      const body = !content || (extra && 'sealed' in extra) ? {} : { content };
      const answer = await request('sendMessage', { room, ...body, clientId, ...(replyTo ? { replyTo } : {}), ...extra });
      settle(clientId);
      store.dispatch({ type: 'newMessage', data: answer.message });
    };
    try {
      const whole = await prepared(entry, steps.filter(({ isLong }) => isLong), tries);
      if (whole) await (steps.some(({ isAlone }) => isAlone?.(whole)) ? lock(`outbox-alone-${room}`, () => send(whole)) : send(whole));
      return 0;
    } catch (error) {
      const code = codeOf(error);
      if (FINAL.has(code)) {
        const said = await told(error);
        const last = queue.get(clientId) ?? entry;
        queue.delete(clientId);
        const { why } = /** @type {{why?: string}} */ (error);
        storage.put({ ...last, status: 'failed', code, said, why }).catch(() => {});
        store.dispatch({ type: 'failed', data: { room, key, clientId, code, said, why } });
        return 0;
      }
      // A step may not reach what it needs while the line is there: that is tried again in a while.
      if (code === 'unauthorized' || (code === 'offline' && !online())) return -1;
      const retryAfter = error instanceof WireError && error.retryAfter;
      const pause = retryAfter ? retryAfter * 1000 : code === 'staleKeys' && tries < AT_ONCE ? 1 : Math.min(SLOWEST, 500 * 2 ** tries);
      return pause * (1 + random() / 4);
    }
  }

  /** What is sent one after the other: the order written is the order sent. @param {Pending} entry */
  const laneOf = (entry) => (steps.some(({ isLong }) => isLong?.(entry)) ? entry.clientId : logOf(entry));

  /** @param {string} lane */
  async function drain(lane) {
    let tries = 0;
    for (;;) {
      const entry = [...queue.values()].find((waiting) => laneOf(waiting) === lane);
      if (!entry || !online()) return;
      const pause = await attempt(entry, tries);
      if (pause < 0) return;
      tries = pause ? tries + 1 : 0;
      if (pause) await wait(pause);
    }
  }

  /** @param {string} lane */
  async function pump(lane) {
    if (sending.has(lane) || !online()) return;
    sending.add(lane);
    try {
      await lock(`outbox-${lane}`, () => drain(lane));
    } finally {
      sending.delete(lane);
    }
    // Written in the moment between the last look into the queue and the end of the turn.
    if (online() && [...queue.values()].some((entry) => laneOf(entry) === lane)) await pump(lane);
  }

  /** Takes over what another tab or an earlier visit left. */
  async function restore() {
    const entries = await storage.entries().catch(() => /** @type {Pending[]} */ ([]));
    for (const entry of entries.sort((a, b) => a.at - b.at)) {
      if (queue.has(entry.clientId)) continue;
      if (!store.get().rooms[entry.room]) continue;
      if (entry.status === 'pending') queue.set(entry.clientId, entry);
      takenOver.add(entry.clientId);
      store.dispatch({ type: 'queued', data: entry });
    }
  }

  const resume = () => Promise.all([...new Set([...queue.values()].map(laneOf))].map(pump));

  return {
    restore,
    /** The line is there (again): everything that waits is sent. */
    resume,
    /**
     * Writes a message. It is on the screen and in the store before anything is awaited.
     * @param {{key: string, room: number}} where the conversation
     * @param {string} content
     * @param {number|null} [replyTo] @param {Record<string, unknown>} [extra] what is sent along @param {string} [clientId]
     * @returns {Pending}
     */
    send({ key, room }, content, replyTo = null, extra = undefined, clientId = uuid()) {
      latest = Math.max(now(), latest + 1);
      /** @type {Pending} */
      const entry = { clientId, room, key, content, replyTo, at: latest, status: 'pending', ...(extra && { extra }) };
      store.dispatch({ type: 'queued', data: entry });
      queue.set(entry.clientId, entry);
      storage.put(entry).catch(() => {});
      pump(laneOf(entry));
      return entry;
    },
    /** The person asks again for one that failed. @param {Pending} entry */
    retry(entry) {
      /** @type {Pending} */
      const again = { ...entry, status: 'pending', code: undefined, why: undefined };
      store.dispatch({ type: 'retried', data: entry });
      queue.set(entry.clientId, again);
      storage.put(again).catch(() => {});
      pump(laneOf(again));
    },
    /** What was refused is sent without what cannot be sent. @param {Pending} entry */
    mend(entry) {
      this.discard(entry);
      const content = trimmed(mended(entry.content));
      if (shows(content)) this.send({ key: logOf(entry), room: entry.room }, content, entry.replyTo, entry.extra);
    },
    /** The person gives up one that failed. @param {Pending} entry */
    discard(entry) {
      settle(entry.clientId);
      store.dispatch({ type: 'discarded', data: entry });
    },
    waiting: () => queue.size,
    tookOver: (/** @type {string} */ clientId) => takenOver.has(clientId),
  };
}

/** @typedef {ReturnType<typeof createOutbox>} Outbox */
