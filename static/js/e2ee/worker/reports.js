// @ts-check
/**
 * How many messages could not be opened, by why: told to the server for its figures, if the person said so in this browser. No
 * server can turn it on. Each message counts once, when its key has had a while to come; nothing of rooms, messages or people is told.
 */
import { gathered } from './patience.js';

/** Keys that are on their way come within this; milliseconds. */
const GRACE_MS = 60_000;
const SLACK_MS = 100;
/** What waits to be told, and what was. */
const MOST = 1000;
/** What is no fault: a device that is not confirmed yet, and what was never sealed. */
const EXPECTED = ['locked', 'notSealed'];

/** @typedef {import('./api.d.ts').Opened} Opened */

/** @param {import('./environment.d.ts').Environment} env */
export function createReports({ store, rest, now, wait }) {
  /** By message why, and since when. @type {Map<number, {why: string, since: number}>} */
  const shut = new Map();
  /** @type {Promise<boolean>|null} */
  let wished = null;
  const isOn = () => (wished ??= store.get('account', 'reports').then(Boolean));
  /** Messages that were told of before. @returns {Promise<number[]>} */
  const told = async () => (await store.get('account', 'reported')) ?? [];

  async function tell() {
    const before = new Set(await told());
    for (const id of before) shut.delete(id);
    const due = [...shut].filter(([, { since }]) => now() - since >= GRACE_MS - SLACK_MS);
    if (!due.length || !(await isOn())) return;
    /** @type {Record<string, number>} */
    const counts = {};
    for (const [, { why }] of due) counts[why] = (counts[why] ?? 0) + 1;
    await rest('POST', '/e2ee/unreadable', { unreadable: Object.entries(counts).map(([why, count]) => ({ why, count })) });
    const ids = due.map(([id]) => id);
    for (const id of ids) shut.delete(id);
    await store.put('account', 'reported', [...before, ...ids].slice(-MOST));
  }

  const soon = gathered(async () => {
    await wait(GRACE_MS);
    await tell();
  });

  return {
    isOn,
    /** @param {boolean} on */
    async set(on) {
      wished = Promise.resolve(on);
      await store.put('account', 'reports', on);
      if (!on) shut.clear();
    },
    /** How messages came out. @param {Opened[]} all @returns {Promise<Opened[]>} the same */
    async note(all) {
      if (!(await isOn())) return all;
      const failed = new Map(all.flatMap((one) => (one.text === null && !EXPECTED.includes(one.why) ? [[one.id, one.why]] : [])));
      for (const { id } of all) if (!failed.has(id)) shut.delete(id);
      for (const [id, why] of failed) if (shut.has(id) || shut.size < MOST) shut.set(id, { since: shut.get(id)?.since ?? now(), why });
      if (shut.size) soon().catch(() => {});
      return all;
    },
  };
}
