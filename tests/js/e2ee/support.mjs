// People with devices, as the worker's modules make them.
import { openKeyring } from '../../../static/js/e2ee/worker/keyring.js';
import { memoryStore } from '../../../static/js/e2ee/worker/stores.js';
import { library } from './library.mjs';

/** A device of a person: its keyring, and what it told. */
export async function deviceOf(server, me, { rest = server.login(me), store = memoryStore(), name = 'Test' } = {}) {
  const told = [];
  const env = {
    me, name, library, rest, store,
    openStore: () => library.StoreHandle.open(null, null),
    dropStore: async () => {},
    now: () => Date.now(),
    wait: (ms) => new Promise((done) => setTimeout(done, Math.min(ms, 5))),
    tell: (what, detail) => told.push([what, detail]),
    bundle: '', persisted: true,
  };
  const keyring = await openKeyring(env);
  const device = { me, rest, store, env, told, keyring, server, name: (await keyring.status()).device };
  /** Writes a message as the page does: sealed again where the room's keys are others by now. */
  device.say = async (room, text, more = {}) => {
    const plain = { room, clientId: crypto.randomUUID(), text, replyTo: null, calls: [], after: server.rooms.get(room).seq, ...more };
    for (let attempt = 0; ; attempt += 1) {
      const sealed = await keyring.seal(plain);
      try {
        return server.post(me, room, { clientId: plain.clientId, replyTo: plain.replyTo, sealed });
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

/** Lets devices hear of each other until nobody has anything to say. */
export async function settle(...devices) {
  for (let turn = 0; turn < 4; turn += 1) for (const device of devices) await device.keyring.news();
}
