// Two people with two devices each talk in an encrypted room of a real server, over REST with access tokens.
// Reads {url, room, ann: [token, token], ben: [token, token]} and writes what became of it, as JSON.
import { readFileSync } from 'node:fs';
import { environment, restOf } from '../../docs/bot/environment.mjs';
import { openKeyring } from '../../static/js/e2ee/worker/keyring.js';

const { url, room, ann, ben } = JSON.parse(readFileSync(0, 'utf8'));

async function deviceOf(token) {
  const rest = restOf(url, token);
  const { id } = await rest('GET', '/me');
  const told = [];
  const keyring = await openKeyring(environment({ me: id, name: 'Node', rest, tell: (what) => told.push(what) }));
  return { rest, keyring, told, id };
}

async function say({ rest, keyring }, text, more = {}) {
  const { messages } = await rest('GET', `/rooms/${room}/messages?limit=1`);
  const plain = { room, clientId: crypto.randomUUID(), text, replyTo: null, calls: [], after: messages.at(-1)?.seq ?? 0, ...more };
  for (let attempt = 0; ; attempt += 1) {
    const sealed = await keyring.seal(plain);
    try {
      const answer = await rest('POST', `/rooms/${room}/messages`, { clientId: plain.clientId, replyTo: plain.replyTo, sealed });
      return answer.message ?? answer;
    } catch (error) {
      if (error.code !== 'staleKeys' || attempt === 3) throw error;
      await keyring.prepare(room);
    }
  }
}

async function read({ rest, keyring }) {
  await keyring.news();
  const { messages } = await rest('GET', `/rooms/${room}/messages?limit=50`);
  return (await keyring.open(messages.filter(({ deleted }) => !deleted))).map(({ text, why }) => text ?? `(${why})`);
}

const outcome = {};
const first = await deviceOf(ann[0]);
const { recoveryKey } = await first.keyring.setUp({});
const bens = await deviceOf(ben[0]);
await bens.keyring.setUp({});
await first.keyring.prepare(room);
const hello = await say(first, 'a canary of Ann');
await say(bens, 'a canary of Ben', { replyTo: hello.id, calls: [first.id] });
const edited = await first.keyring.seal({
  room, clientId: crypto.randomUUID(), text: 'a better canary', replyTo: null, calls: [], after: 2, edits: { message: hello.id, clientId: hello.clientId, version: hello.version },
});
await first.rest('PATCH', `/messages/${hello.id}`, { sealed: edited });
outcome.both = [await read(first), await read(bens)];
outcome.unsaved = await first.keyring.unsaved();

const second = await deviceOf(ann[1]);
outcome.locked = await read(second);
await second.keyring.recover(recoveryKey);
outcome.recovered = await read(second);
await say(second, 'from the second');
outcome.afterwards = await read(bens);

// The second device verifies one of Ben's by emoji.
const bens2 = await deviceOf(ben[1]);
await bens.keyring.news();
const flow = await bens2.keyring.requestVerification({ person: bens2.id });
await bens.keyring.news();
await bens.keyring.acceptVerification(flow);
await bens2.keyring.news();
await bens2.keyring.startEmoji(flow);
await bens.keyring.news();
await bens.keyring.startEmoji(flow);
for (let turn = 0; turn < 3; turn += 1) for (const one of [bens2, bens]) await one.keyring.news();
await bens2.keyring.confirmEmoji(flow, true);
await bens.keyring.news();
await bens.keyring.confirmEmoji(flow, true);
for (let turn = 0; turn < 4; turn += 1) for (const one of [bens2, bens]) await one.keyring.news();
outcome.verified = (await bens2.keyring.status()).state;
outcome.bySecrets = await read(bens2);

// A removed device is out.
await first.keyring.removeDevice((await second.keyring.status().catch(() => null))?.device ?? '');
await say(bens, 'without the second');
outcome.last = (await read(first)).at(-1);
outcome.removed = await second.rest('GET', '/e2ee/sync').then(() => 'still there', ({ code }) => code);
outcome.split = [first, bens, bens2].length === 3 ? await Promise.all([first, bens, bens2].map(async ({ keyring }) => (await keyring.status()).split)) : [];
console.log(JSON.stringify(outcome));
process.exit(0);
