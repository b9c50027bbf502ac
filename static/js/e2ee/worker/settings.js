// @ts-check
/** What is remembered of encrypted rooms: that they are, which no server changes later, and for whom was sealed there. */

/** @typedef {{from: number|null, people: number[]}} Kept `from`: the smallest seq of a sealed message that was seen */

/** @param {import('./environment.d.ts').Environment} env */
export function createSettings({ store }) {
  /** @type {Map<number, Kept>} by room */
  const known = new Map();

  /** @param {number} room @returns {Promise<Kept|null>} */
  async function of(room) {
    if (!known.has(room)) {
      const kept = await store.get('rooms', String(room));
      if (kept) known.set(room, kept);
    }
    return known.get(room) ?? null;
  }

  /** @param {number} room @param {Partial<Kept>} what */
  async function note(room, what) {
    const made = { from: null, people: [], ...(await of(room)), ...what };
    known.set(room, made);
    await store.put('rooms', String(room), made);
  }

  return {
    isEncrypted: async (/** @type {number} */ room) => Boolean(await of(room)),
    /** By room the first sealed message that was seen. @returns {Promise<Record<number, number>>} */
    async from() {
      /** @type {Record<number, number>} */
      const all = {};
      for (const room of await store.keys('rooms')) {
        const { from } = (await of(Number(room))) ?? {};
        if (typeof from === 'number') all[Number(room)] = from;
      }
      return all;
    },
    rooms: async () => (await store.keys('rooms')).map(Number),
    /** A sealed message was seen in the room, or is to be written there. @param {number} room @param {number} [seq] */
    async encrypted(room, seq) {
      const before = await of(room);
      if (!before || (seq !== undefined && (before.from === null || seq < before.from))) await note(room, seq === undefined ? {} : { from: seq });
    },
    /** For whom was sealed in the room the last time. @param {number} room @returns {Promise<number[]>} */
    people: async (room) => (await of(room))?.people ?? [],
    /** @param {number} room @param {number[]} people */
    sharedWith: (room, people) => note(room, { people }),
  };
}
