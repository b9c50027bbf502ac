// @ts-check
/** Opens the sealed messages that are on the page: the newest first, in batches, and again when keys come. */
import { roomsShown } from '../core/store/log.js';
import { callOf, unsealed } from './sealed.js';

/**
 * @typedef {import('./sealed.js').Readable} Readable
 * @typedef {import('./worker/api').Opened} Opened
 */

/** So many at once: a batch is on the screen before the next one is opened. */
const BATCH = 40;
/** Keys that are missing are asked for at most so often, by room; milliseconds. */
const ASK_EVERY = 60_000;

/** Whether nothing can become better of it. @param {Opened} opened */
const isClear = (opened) => opened.text !== null && !opened.shield;

/**
 * @param {object} options
 * @param {Pick<import('../core/store/store.js').Store, 'get'|'dispatch'|'subscribe'>} options.store
 * @param {Pick<import('./worker/api').Keyring, 'open'|'askForKeys'>} options.keyring
 * @param {() => number} [options.now]
 */
export function createOpening({ store, keyring, now = Date.now }) {
  /** What was asked for, and how it came out, so that nothing is asked for twice. @type {Map<string, Opened|null>} */
  const asked = new Map();
  /** @type {Map<number, number>} */
  const askedKeys = new Map();
  /** By message what was asked last. @type {Map<number, {call: string, version: number}>} */
  const newest = new Map();
  /** What is being opened while something changes: the answer may be of before, so it is opened once more. @type {Set<string>} */
  const overtaken = new Set();
  let busy = false;

  /** @returns {Readable[]} what is to be opened, the newest first; of what was deleted the worker is told, so that it finds it no more */
  function closed() {
    const state = store.get();
    const shown = new Set(roomsShown(state));
    const found = Object.values(state.logs).flatMap(({ list }) =>
      /** @type {Readable[]} */ (list).filter((one) => (one.deleted ? state.rooms[one.room]?.encrypted : one.sealed) && shown.has(one.room) && !asked.has(callOf(one))),
    );
    return found.sort((a, b) => b.seq - a.seq);
  }

  /** @param {Readable} message as the server told it */
  function asTold({ opened: _opened, ...message }) {
    return { ...message, content: '' };
  }

  async function work() {
    if (busy) return;
    busy = true;
    try {
      for (let next = closed(); next.length; next = closed()) await openSome(next.slice(0, BATCH));
    } finally {
      busy = false;
    }
  }

  /** @param {Readable[]} batch */
  async function openSome(batch) {
    const calls = batch.map(callOf);
    for (const call of calls) asked.set(call, asked.get(call) ?? null);
    batch.forEach(({ id, version }, i) => {
      const before = newest.get(id);
      // An older version that comes back is looked at anew.
      if (before && before.version < version && before.call !== calls[i]) asked.delete(before.call);
      if (!before || before.version <= version) newest.set(id, { call: calls[i], version });
    });
    /** @type {Opened[]} */
    const answers = await keyring.open(batch.map(asTold)).catch(() => []);
    const found = Object.fromEntries(answers.map((opened, i) => [calls[i], opened]));
    for (const [call, opened] of Object.entries(found)) asked.set(call, opened);
    // What was not answered is tried again with the next news.
    if (!answers.length) for (const call of calls) failed.add(call);
    for (const call of calls) if (overtaken.delete(call) && found[call] && !isClear(found[call])) asked.delete(call);
    store.dispatch({ type: 'rewritten', data: (message) => unsealed(message, found) });
    const without = new Set(batch.filter((_, i) => answers[i]?.text === null && ['noKey', 'withheld', 'lost', 'beforeJoining'].includes(answers[i].why ?? '')).map(({ room }) => room));
    for (const room of without) askForKeys(room);
  }

  /** @type {Set<string>} */
  const failed = new Set();

  /** @param {number} room */
  function askForKeys(room) {
    if (now() - (askedKeys.get(room) ?? -ASK_EVERY) < ASK_EVERY) return;
    askedKeys.set(room, now());
    keyring.askForKeys(room).catch(() => {});
  }

  /** Opens anew what fits; what stands there meanwhile stays. @param {(message: Readable, opened: Opened) => boolean} fits */
  function again(fits) {
    for (const { list } of Object.values(store.get().logs)) {
      for (const message of /** @type {Readable[]} */ (list)) {
        if (!message.sealed) continue;
        const call = callOf(message);
        if (!asked.has(call)) continue;
        const opened = asked.get(call) ?? null;
        if (failed.has(call) || (opened && fits(message, opened))) asked.delete(call);
        else if (!opened) overtaken.add(call);
      }
    }
    failed.clear();
    return work();
  }

  store.subscribe((state, before) => {
    if (state.logs !== before.logs || state.roomId !== before.roomId) work();
  });

  return {
    work,
    /** Keys of these sessions came. @param {{room: number, sessions: string[]}[]} came */
    keysCame: (came) => again(({ room, sealed }, opened) => opened.text === null && came.some((one) => one.room === room && one.sessions.includes(sealed?.session ?? ''))),
    /** This device can more than before, or another connection is there. */
    anew: () => again((_, opened) => opened.text === null),
    /** These people are trusted otherwise than before. @param {number[]} people */
    trustChanged: (people) => again(({ sender }, opened) => people.includes(sender.id) && !isClear(opened)),
    askForKeys,
  };
}
