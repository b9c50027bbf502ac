// People with devices, as the worker's modules make them.
import { openKeyring } from '../../../static/js/e2ee/worker/keyring.js';
import { memoryStore } from '../../../static/js/e2ee/worker/stores.js';
import { Server } from './server.mjs';
import { environment } from '../../../docs/bot/environment.mjs';

/** A device of a person: its keyring, and what it told. */
export async function deviceOf(server, me, { rest = server.login(me), store = memoryStore(), name = 'Test' } = {}) {
  const told = [];
  const env = {
    ...environment({ me, name, rest, tell: (what, detail) => told.push([what, detail]) }),
    store,
    wait: (ms) => new Promise((done) => setTimeout(done, Math.min(ms, 5))),
  };
  const keyring = await openKeyring(env);
  const device = { me, rest, store, env, told, keyring, server, name: (await keyring.status()).device };
  /** Writes a message as the page does: sealed again where the room's keys are others by now. */
  device.say = async (room, text, more = {}) => {
    const plain = { room, clientId: crypto.randomUUID(), text, replyTo: null, calls: [], after: server.rooms.get(room).seq, ...more };
    for (let attempt = 0; ; attempt += 1) {
      const sealed = await keyring.seal(plain);
      try {
        return server.post(me, room, { ...plain, sealed });
      } catch (error) {
        if (error.code !== 'staleKeys' || attempt === 3) throw error;
        await keyring.news();
        await keyring.prepare(room);
      }
    }
  };
  device.read = async (...messages) => {
    await keyring.news();
    return (await keyring.open(messages)).map(({ text, why }) => text ?? `(${why})`);
  };
  return device;
}

/** The room in which they talk. */
export const ROOM = 7;

/** Ann and Ben in that room, each with a device that is set up, and their recovery keys. @param {string} [passphrase] Ben's, in place of a key */
export async function two(passphrase) {
  const server = new Server();
  server.room(ROOM, [1, 2]);
  const [ann, ben] = [await deviceOf(server, 1), await deviceOf(server, 2)];
  const { recoveryKey } = await ann.keyring.setUp({});
  const { recoveryKey: bens } = await ben.keyring.setUp({ passphrase });
  return { server, ann, ben, recoveryKey, bens };
}

/** Lets devices hear of each other until nobody has anything to say. */
export async function settle(...devices) {
  for (let turn = 0; turn < 4; turn += 1) for (const device of devices) await device.keyring.news();
}

/** @param {Promise<unknown>} promise that is to be refused with a code */
export async function fails(promise, code) {
  const error = await promise.then(() => null, (reason) => reason);
  if (error?.code !== code) throw new Error(`wanted ${code}, got ${error ? (error.code ?? error.stack) : 'success'}`, { cause: error });
  return error;
}

/** One device asks, another answers, both compare. */
export async function emojiBetween(asking, answering, whom, same = true) {
  const flow = await asking.keyring.requestVerification(whom);
  await settle(answering);
  await answering.keyring.acceptVerification(flow);
  await settle(asking);
  await asking.keyring.startEmoji(flow);
  await settle(answering);
  await answering.keyring.startEmoji(flow);
  await settle(asking, answering);
  const [mine, theirs] = await Promise.all([asking, answering].map(async ({ keyring }) => (await keyring.verifications()).find((one) => one.flow === flow)));
  if (!mine.emoji?.length || JSON.stringify(mine.emoji) !== JSON.stringify(theirs.emoji)) throw new Error('the emoji differ');
  await asking.keyring.confirmEmoji(flow, same);
  await settle(answering);
  if (same) await answering.keyring.confirmEmoji(flow, true);
  await settle(asking, answering);
}

/** Waits for what comes by itself. @param {() => unknown} met */
export async function until(met) {
  while (!met()) await new Promise((done) => setTimeout(done, 5));
}
