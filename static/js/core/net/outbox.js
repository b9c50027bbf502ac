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
 */

import { mended, shows, trimmed } from '../i18n/letters.js';
import { told } from '../i18n/words.js';
import { uuid } from './uuid.js';

/** Asking again would bring the same answer: the person decides. */
const FINAL = new Set(['badRequest', 'forbidden', 'notFound', 'tooLarge', 'conflict']);
const SLOWEST = 30_000;

/**
 * @param {object} options
 * @param {(event: string, payload: object) => Promise<any>} options.request
 * @param {() => boolean} options.online
 * @param {Storage} options.storage
 * @param {{get: () => State, dispatch: (...events: any[]) => void, subscribe: (fn: any) => any}} options.store
 * @param {(name: string, work: () => Promise<void>) => Promise<void>} options.lock one tab at a time
 * @param {(ms: number) => Promise<void>} options.wait
 * @param {() => number} [options.now]
 * @param {() => number} [options.random]
 */
export function createOutbox({ request, online, storage, store, lock, wait, now = Date.now, random = Math.random }) {
  /** @type {Map<string, Pending>} what is to be sent, in the order written */
  const queue = new Map();
  /** @type {Set<number>} rooms that are being sent to */
  const sending = new Set();
  let latest = 0;

  /** @param {string} clientId */
  function settle(clientId) {
    queue.delete(clientId);
    storage.remove(clientId).catch(() => {});
  }

  // The message may come back by the live feed or a catch-up before its acknowledgement does.
  store.subscribe((/** @type {State} */ state) => {
    for (const entry of queue.values()) {
      const log = state.logs[entry.room];
      if (!log?.pending.some((p) => p.clientId === entry.clientId)) settle(entry.clientId);
    }
  });

  /** Sends one. @param {Pending} entry @returns {Promise<number>} milliseconds until the next try; 0: done; -1: no line */
  async function attempt(entry, tries = 0) {
    const { room, content, clientId, replyTo } = entry;
    try {
      const answer = await request('sendMessage', { room, content, clientId, ...(replyTo ? { replyTo } : {}) });
      settle(clientId);
      store.dispatch({ type: 'newMessage', data: answer.message });
      return 0;
    } catch (/** @type {any} */ error) {
      if (FINAL.has(error.code)) {
        queue.delete(clientId);
        storage.put({ ...entry, status: 'failed', code: error.code, said: told(error) }).catch(() => {});
        store.dispatch({ type: 'failed', data: { room, clientId, code: error.code, said: told(error) } });
        return 0;
      }
      if (error.code === 'offline' || error.code === 'unauthorized') return -1;
      const pause = error.retryAfter ? error.retryAfter * 1000 : Math.min(SLOWEST, 500 * 2 ** tries);
      return pause * (1 + random() / 4);
    }
  }

  /** Sends what waits for a room, one after the other: the order written is the order sent. @param {number} room */
  async function drain(room) {
    let tries = 0;
    for (;;) {
      const entry = [...queue.values()].find((waiting) => waiting.room === room);
      if (!entry || !online()) return;
      const pause = await attempt(entry, tries);
      if (pause < 0) return;
      tries = pause ? tries + 1 : 0;
      if (pause) await wait(pause);
    }
  }

  /** @param {number} room */
  async function pump(room) {
    if (sending.has(room) || !online()) return;
    sending.add(room);
    try {
      await lock(`outbox-${room}`, () => drain(room));
    } finally {
      sending.delete(room);
    }
    // Written in the moment between the last look into the queue and the end of the turn.
    if (online() && [...queue.values()].some((entry) => entry.room === room)) await pump(room);
  }

  /** Takes over what another tab or an earlier visit left. */
  async function restore() {
    const entries = await storage.entries().catch(() => /** @type {Pending[]} */ ([]));
    for (const entry of entries.sort((a, b) => a.at - b.at)) {
      if (queue.has(entry.clientId)) continue;
      if (!store.get().rooms[entry.room]) continue;
      if (entry.status === 'pending') queue.set(entry.clientId, entry);
      store.dispatch({ type: 'queued', data: entry });
    }
  }

  const resume = () => Promise.all([...new Set([...queue.values()].map((entry) => entry.room))].map(pump));

  return {
    restore,
    /** The line is there (again): everything that waits is sent. */
    resume,
    /**
     * Writes a message. It is on the screen and in the store before anything is awaited.
     * @param {number} room
     * @param {string} content
     * @param {number|null} [replyTo]
     * @returns {Pending}
     */
    send(room, content, replyTo = null) {
      latest = Math.max(now(), latest + 1);
      /** @type {Pending} */
      const entry = { clientId: uuid(), room, content, replyTo, at: latest, status: 'pending' };
      store.dispatch({ type: 'queued', data: entry });
      queue.set(entry.clientId, entry);
      storage.put(entry).catch(() => {});
      pump(room);
      return entry;
    },
    /** The person asks again for one that failed. @param {Pending} entry */
    retry(entry) {
      /** @type {Pending} */
      const again = { ...entry, status: 'pending', code: undefined };
      store.dispatch({ type: 'retried', data: { room: entry.room, clientId: entry.clientId } });
      queue.set(entry.clientId, again);
      storage.put(again).catch(() => {});
      pump(entry.room);
    },
    /** What was refused is sent without what cannot be sent. @param {Pending} entry */
    mend(entry) {
      this.discard(entry);
      const content = trimmed(mended(entry.content));
      if (shows(content)) this.send(entry.room, content, entry.replyTo);
    },
    /** The person gives up one that failed. @param {Pending} entry */
    discard(entry) {
      settle(entry.clientId);
      store.dispatch({ type: 'discarded', data: { room: entry.room, clientId: entry.clientId } });
    },
    waiting: () => queue.size,
  };
}

/** @typedef {ReturnType<typeof createOutbox>} Outbox */
