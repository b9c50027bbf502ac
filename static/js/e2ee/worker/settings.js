// @ts-check
/** Which rooms were encrypted: what a server says later does not change it. */

/** @param {import('./environment.d.ts').Environment} env */
export function createSettings({ store }) {
  /** @type {Map<number, {from: number|null}>} by room; `from`: the smallest seq of a sealed message that was seen */
  const known = new Map();

  /** @param {number} room @returns {Promise<{from: number|null}|null>} */
  async function of(room) {
    if (!known.has(room)) {
      const kept = await store.get('rooms', String(room));
      if (kept) known.set(room, kept);
    }
    return known.get(room) ?? null;
  }

  return {
    isEncrypted: async (/** @type {number} */ room) => Boolean(await of(room)),
    rooms: async () => (await store.keys('rooms')).map(Number),
    /** A sealed message was seen in the room, or is to be written there. @param {number} room @param {number} [seq] */
    async encrypted(room, seq) {
      const before = await of(room);
      const from = seq === undefined ? (before?.from ?? null) : Math.min(before?.from ?? seq, seq);
      if (before && before.from === from) return;
      known.set(room, { from });
      await store.put('rooms', String(room), { from });
    },
  };
}
