// @ts-check
/**
 * The log of identities: what can't be taken back, the same for everybody. Each entry's hash holds the one before, so that
 * two who agree on a hash agree on all before it. Every sealed message carries its sender's newest: two truths come out.
 */
import { canonical, fromBase64, userOf } from './ids.js';
import { inTurn } from './patience.js';

/** Hashes in one record of the store. */
const RECORD = 500;

/**
 * @typedef {{index: number, hash: string}} Head
 * @typedef {{index: number, person: number, kind: string, statement: string, at: string, hash: string}} Entry
 * @typedef {{index: number, person: number}} Split `person`: whose message says otherwise; 0: what this device saw itself
 * @typedef {object} Known
 * @property {Head} head
 * @property {Record<string, string[]>} identities by person the public master keys that they had, the newest last
 * @property {Record<string, Record<string, number>>} removed by person, and by both names of a device (its id, its fingerprint), since when it is gone
 * @property {Split|null} split
 * @property {number[]} [doubted] whose word on it is not heard any more: its person asked them
 */

/** @param {Entry} entry @param {string} before the hash of the one before */
export async function hashOf({ index, person, kind, statement }, before) {
  const bytes = new TextEncoder().encode([index, before, person, kind, statement].join('\n'));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** What a person's identity signs when a device of theirs is removed. @param {number} person @param {string} device @param {string} ed25519 */
export const removal = (person, device, ed25519) => ({ type: 'weconnect.removed', person, device, ed25519 });

/**
 * The names of the device that a statement removes, its id and its fingerprint; none if it does not: not this person's, or not signed
 * by a master key of theirs. A former one is as good: else a server could write another identity before it, and the true one behind it.
 * Where a browser does not know Ed25519 a signature is believed: that only takes keys away from a device.
 * @param {Entry} entry @param {string[]} masters the person's public master keys
 * @returns {Promise<string[]>}
 */
export async function removedBy({ person, statement }, masters) {
  try {
    const { signatures, ...said } = JSON.parse(statement);
    const names = [said.device, said.ed25519].filter((name) => typeof name === 'string' && name);
    const master = masters.find((one) => typeof signatures[`ed25519:${one}`] === 'string');
    if (said.type !== 'weconnect.removed' || said.person !== person || !names.length || !master) return [];
    const key = await crypto.subtle.importKey('raw', fromBase64(master), 'Ed25519', false, ['verify']).catch((error) => {
      if (error?.name === 'NotSupportedError') return null;
      throw error;
    });
    if (!key) return names;
    const text = new TextEncoder().encode(canonical(said));
    return (await crypto.subtle.verify('Ed25519', key, fromBase64(signatures[`ed25519:${master}`]), text)) ? names : [];
  } catch {
    return [];
  }
}

/**
 * @param {object} around
 * @param {import('./environment.d.ts').Environment} around.env
 * @param {(people: number[]) => void} around.changed devices of these people are gone
 * @param {() => void} around.parted two truths were found
 */
export async function createIdentityLog({ env, changed, parted }) {
  const alone = inTurn();
  /** @type {Known} */
  const known = (await env.store.get('log', 'known')) ?? { head: { index: 0, hash: '' }, identities: {}, removed: {}, split: null };
  const recordOf = (/** @type {number} */ index) => String(Math.floor((index - 1) / RECORD));

  /** @param {number} index @returns {Promise<string|undefined>} */
  const hashAt = async (index) => (index === 0 ? '' : (await env.store.get('log', recordOf(index)))?.[(index - 1) % RECORD]);

  /** @param {Split} split the first one stays */
  async function part(split) {
    if (known.split) return;
    known.split = split;
    await env.store.put('log', 'known', known);
    parted();
  }

  /** @param {Entry} entry @returns {Promise<boolean>} whether it follows what is known */
  async function add(entry) {
    const { index, person, kind, statement, hash } = entry;
    if (index !== known.head.index + 1 || hash !== (await hashOf(entry, known.head.hash))) return false;
    const masters = known.identities[person] ?? [];
    if (kind === 'identity') known.identities[person] = [...masters.filter((one) => one !== statement), statement];
    const names = kind === 'removed' ? await removedBy(entry, masters) : [];
    for (const name of names) (known.removed[person] ??= {})[name] ??= Math.min(Date.parse(entry.at) || env.now(), env.now());
    const hashes = (await env.store.get('log', recordOf(index))) ?? [];
    hashes[(index - 1) % RECORD] = hash;
    await env.store.put('log', recordOf(index), hashes);
    known.head = { index, hash };
    await env.store.put('log', 'known', known);
    if (names.length) changed([person]);
    return true;
  }

  /** Fetches what is new. @param {Head} [head] what the server says is the newest */
  async function update(head) {
    if (head && head.index <= known.head.index) {
      if ((await hashAt(head.index)) !== head.hash) return part({ index: head.index, person: 0 });
      if (head.index === known.head.index) return;
      // An answer that took its time is older than what is known. One that is asked for now is not: else the list has become shorter.
    }
    for (;;) {
      const { entries, head: newest } = await env.rest('GET', `/e2ee/log?after=${known.head.index}`);
      for (const entry of entries) if (!(await add(entry))) return part({ index: entry.index, person: 0 });
      if (known.head.index > newest.index) return part({ index: newest.index, person: 0 });
      if (known.head.index === newest.index) break;
      if (!entries.length) return part({ index: newest.index, person: 0 });
    }
  }

  /** Compares with what somebody else's log says. @param {number} person @param {Head} theirs */
  async function compare(person, theirs) {
    if (known.split || known.doubted?.includes(person) || !Number.isSafeInteger(theirs?.index) || theirs.index < 0 || typeof theirs.hash !== 'string') return;
    // What they know and this device does not: the server has to show it.
    if (theirs.index > known.head.index) await update();
    if (theirs.index > known.head.index || (await hashAt(theirs.index)) !== theirs.hash) await part({ index: theirs.index, person });
  }

  /**
   * Its person has looked into it. What one person said is not heard any more of them; where the server's list is another one, it is
   * taken as it is now. What was removed stays so, and the machine still knows whose identity was which.
   */
  async function accept() {
    if (!known.split) return;
    if (known.split.person) known.doubted = [...(known.doubted ?? []), known.split.person];
    else Object.assign(known, { head: { index: 0, hash: '' }, identities: {} });
    known.split = null;
    await env.store.put('log', 'known', known);
    await update();
  }

  /** What the machine may see of a person's keys: nothing of devices that were removed. @param {any} found; any: a PersonKeys */
  function admit(found) {
    const gone = known.removed[found.person] ?? {};
    const own = (/** @type {any} */ one) => one.keys.user_id === userOf(found.person) && one.keys.device_id === one.device; // open; any: a DeviceKeys
    const isGone = (/** @type {any} */ one) => one.device in gone || one.keys.keys?.[`ed25519:${one.device}`] in gone; // open; any: a DeviceKeys
    return { ...found, devices: found.devices.filter((/** @type {any} */ one) => own(one) && !isGone(one)) }; // open; any: a DeviceKeys
  }

  return {
    head: () => known.head,
    split: () => known.split,
    /**
     * Since when a device of a person is gone; undefined: it is not.
     * @param {number} person @param {(string|undefined)[]} names each its id or its fingerprint @returns {number|undefined}
     */
    removedAt: (person, names) => names.map((name) => known.removed[person]?.[name ?? '']).find((at) => at !== undefined),
    /** A person's public master key, as the log has it. @param {number} person @returns {string|undefined} */
    master: (person) => known.identities[person]?.at(-1),
    admit,
    accept: () => alone(accept),
    update: (/** @type {Head|undefined} */ head = undefined) => alone(() => update(head)),
    compare: (/** @type {number} */ person, /** @type {Head} */ theirs) => alone(() => compare(person, theirs)),
  };
}
