// @ts-check
/** Keys that are not here: they are looked for in the backup, and asked of one's own other devices by the machine. */
import { numberOf } from './ids.js';
import { gathered } from './patience.js';

/** Sessions that are remembered as missing: those of some 10,000 messages. */
const MOST = 1000;
const SOON_MS = 50;
/** Another device may be putting a key into the backup just now: after these pauses it is looked for again. */
const PAUSES_MS = [2000, 10_000, 60_000];
/** So many of them, those that were missed last: what was said long before this device came is in no backup, or in it already. */
const LOOKED_FOR = 20;

/**
 * @param {import('./environment.d.ts').Ring} ring
 * @param {ReturnType<typeof import('./backup.js').createBackup>} backup
 * @param {(person: number, device: string) => Promise<void>} nudge tells a device that its keys did not arrive
 */
export function createMissing(ring, backup, nudge) {
  const { env, requests } = ring;
  /** @type {Map<string, {room: number, person: number, device: string, due: boolean}>} by session */
  const missing = new Map();
  /** @type {{room: number, session: string}[]} */
  let arrived = [];

  const ask = gathered(async () => {
    // Messages are opened in one go: what they miss is asked for together.
    await env.wait(SOON_MS);
    await requests.flush().catch(() => {});
    for (const [session, one] of missing) {
      if (!one.due) continue;
      one.due = false;
      await backup.fetch(one.room, session).catch(() => {});
      if (missing.has(session)) await nudge(one.person, one.device).catch(() => {});
    }
    if (missing.size) lookAgain().catch(() => {});
  });

  const lookAgain = gathered(async () => {
    for (const pause of PAUSES_MS) {
      await env.wait(pause);
      for (const [session, { room }] of [...missing].slice(-LOOKED_FOR)) await backup.fetch(room, session, true).catch(() => {});
    }
  });

  const tell = gathered(async () => {
    await Promise.resolve();
    /** @type {Map<number, Set<string>>} */
    const rooms = new Map();
    for (const { room, session } of arrived.splice(0)) rooms.set(room, (rooms.get(room) ?? new Set()).add(session));
    if (rooms.size) env.tell('keys', [...rooms].map(([room, sessions]) => ({ room, sessions: [...sessions] })));
  });

  return {
    /** @param {import('./environment.d.ts').Message} message whose key is not here */
    add({ room, sender, sealed }) {
      const { session, device } = /** @type {import('./environment.d.ts').SealedBody} */ (sealed);
      missing.set(session, { room, person: sender.id, device, due: true });
      if (missing.size > MOST) missing.delete(/** @type {string} */ (missing.keys().next().value));
      ask().catch(() => {});
    },
    /** Everything once more. */
    again() {
      for (const one of missing.values()) one.due = true;
      ask().catch(() => {});
    },
    /** @param {number} room */
    async askFor(room) {
      await requests.flush();
      for (const [session, one] of [...missing]) if (one.room === room) await backup.fetch(room, session, true);
    },
    /** @param {any[]} infos; any: the RoomKeyInfo of the library */
    came(infos) {
      const all = infos.map((one) => ({ room: numberOf(one.roomId.toString()), session: one.sessionId }));
      for (const { session } of all) missing.delete(session);
      arrived = [...arrived, ...all];
      tell().catch(() => {});
    },
  };
}
