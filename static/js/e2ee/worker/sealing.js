// @ts-check
/** A message, encrypted for all trusted devices of its room's people. */
import { KeyringError, codeOf, within } from './patience.js';

/** What the library may take for one message; it takes milliseconds. */
const LIMIT_MS = 5000;
/** The server's `MAX_CIPHERTEXT`. */
const MOST = 65_536;

/**
 * @param {import('./environment.d.ts').Ring} ring
 * @param {ReturnType<typeof import('./sharing.js').createSharing>} sharing
 * @param {ReturnType<typeof import('./settings.js').createSettings>} settings
 */
export function createSealing(ring, sharing, settings) {
  const { env, machine, named, log } = ring;

  /** @param {number} room @param {boolean} ask */
  async function session(room, ask) {
    try {
      return await sharing.ready(room, ask);
    } catch (error) {
      // The server does not know of keys for this room: it says that it is not encrypted, or that one is not in it.
      if (['notFound', 'forbidden', 'conflict'].includes(codeOf(error)) && (await settings.isEncrypted(room))) throw new KeyringError('encryptionOff');
      throw error;
    }
  }

  /** @param {import('./api.d.ts').Plain} plain @returns {Promise<import('./environment.d.ts').SealedBody>} */
  async function seal({ room, clientId, text, replyTo, thread, inRoom, calls, everybody, groups = [], after, edits, inside }) {
    /** @type {import('./environment.d.ts').Content} */
    const content = { v: 1, clientId, room, sender: env.me, text, replyTo, ...(thread && { thread, inRoom: Boolean(inRoom) }), calls, ...(everybody && { everybody }), ...(groups.length && { groups }), after, ...(edits ? { edits } : {}), ...(inside && { inside }), log: log.head() };
    let { version } = await session(room, false);
    const encrypt = () => within(machine.encryptRoomEvent(named.room(room), 'weconnect.message', JSON.stringify(content)), LIMIT_MS);
    let made;
    try {
      made = await encrypt();
    } catch (error) {
      if (codeOf(error) !== 'stuck') throw error;
      // The session had come to its end without this worker's knowing: with a new one it works.
      await sharing.drop(room);
      ({ version } = await session(room, true));
      made = await encrypt();
    }
    const { algorithm, ciphertext, device_id: device, sender_key: senderKey, session_id: id } = JSON.parse(made);
    sharing.used(room, ciphertext);
    if (ciphertext.length > MOST) throw new KeyringError('tooLong');
    await settings.encrypted(room);
    return { algorithm, ciphertext, session: id, device, senderKey, keysVersion: version, calls, ...(everybody && { everybody }), ...(groups.length && { groups }) };
  }

  return (/** @type {import('./api.d.ts').Plain} */ plain) => sharing.alone(plain.room, () => seal(plain));
}
