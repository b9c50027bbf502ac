// Devices under Node, with access tokens, against a real server.
import { environment, restOf } from '../../docs/bot/environment.mjs';
import { openKeyring } from '../../static/js/e2ee/worker/keyring.js';

/** A device: its keyring, and what people do with it in a room. @param {string} url @param {string} token @param {number} room */
export async function deviceOf(url, token, room) {
  const rest = restOf(url, token);
  const { id } = await rest('GET', '/me');
  const keyring = await openKeyring(environment({ me: id, name: 'Node', rest }));
  const device = { id, rest, keyring };

  /** Writes a message; sealed again where people or devices came or went meanwhile. */
  device.say = async (text, more = {}) => {
    const { messages } = await rest('GET', `/rooms/${room}/messages?limit=1`);
    const plain = { room, clientId: crypto.randomUUID(), text, replyTo: null, calls: [], after: messages.at(-1)?.seq ?? 0, ...more };
    for (let attempt = 0; ; attempt += 1) {
      const sealed = await keyring.seal(plain);
      try {
        return await rest('POST', `/rooms/${room}/messages`, { clientId: plain.clientId, replyTo: plain.replyTo, sealed });
      } catch (error) {
        if (error.code !== 'staleKeys' || attempt === 3) throw error;
        await keyring.prepare(room);
      }
    }
  };

  /** What the room says. */
  device.read = async () => {
    await keyring.news();
    const { messages } = await rest('GET', `/rooms/${room}/messages?limit=50`);
    return (await keyring.open(messages)).map(({ text, why }) => text ?? `(${why})`);
  };
  return device;
}

/** One device asks to be verified by another, and both see the same emoji. */
export async function verify(asking, answering, person) {
  const flow = await asking.keyring.requestVerification({ person });
  const hear = async (...devices) => {
    for (const { keyring } of devices) await keyring.news();
  };
  await hear(answering);
  await answering.keyring.acceptVerification(flow);
  await hear(asking);
  await asking.keyring.startEmoji(flow);
  await hear(answering);
  await answering.keyring.startEmoji(flow);
  await hear(asking, answering, asking);
  await asking.keyring.confirmEmoji(flow, true);
  await hear(answering);
  await answering.keyring.confirmEmoji(flow, true);
  for (let turn = 0; turn < 4; turn += 1) await hear(asking, answering);
}
