#!/usr/bin/env node
// A bot in an encrypted room: it says again what others say to it.
//
//   WECONNECT=https://chat.example.org WECONNECT_TOKEN=… ROOM=7 RECOVERY_KEY='ABCD …' node docs/bot/echo.mjs
//
// Without RECOVERY_KEY it sets its account up, and prints the key: keep it, the bot's next start needs it.
import { openKeyring } from '../../static/js/e2ee/worker/keyring.js';
import { environment, restOf } from './environment.mjs';

const { WECONNECT: server, WECONNECT_TOKEN: token, RECOVERY_KEY: recoveryKey } = process.env;
const room = Number(process.env.ROOM);
const PAUSE_MS = 1000;

const rest = restOf(server, token);
const { id: me } = await rest('GET', '/me');
const keyring = await openKeyring(environment({ me, name: 'Echo', rest }));

const { state } = await keyring.status();
if (state === 'new') console.log(`Recovery key: ${(await keyring.setUp({})).recoveryKey}`);
else await keyring.recover(recoveryKey);

let seq = (await rest('GET', `/rooms/${room}/messages?limit=1`)).messages.at(-1)?.seq ?? 0;
await keyring.prepare(room);
console.log(`Listening in room ${room}.`);

/** Sends a text. If people or devices came or went meanwhile, it is sealed again for those who are there. */
async function say(text, replyTo) {
  const plain = { room, clientId: crypto.randomUUID(), text, replyTo, calls: [], after: seq };
  for (;;) {
    const sealed = await keyring.seal(plain);
    try {
      return await rest('POST', `/rooms/${room}/messages`, { clientId: plain.clientId, replyTo, sealed });
    } catch (error) {
      if (error.code !== 'staleKeys') throw error;
      await keyring.prepare(room);
    }
  }
}

for (;;) {
  const { messages } = await rest('GET', `/rooms/${room}/messages?after=${seq}`);
  if (messages.length) await keyring.news();
  for (const message of messages) {
    seq = message.seq;
    if (message.sender.id === me || message.deleted) continue;
    const [opened] = await keyring.open([message]);
    // What is not genuine, or can't be read, has no text.
    if (opened.text !== null && opened.shield !== 'red') await say(opened.text, message.id);
  }
  await new Promise((done) => setTimeout(done, PAUSE_MS));
}
