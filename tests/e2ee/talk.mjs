// Two people with two devices each talk in an encrypted room of a real server.
// Reads {url, room, ann: [token, token], ben: [token, token]} and writes what became of it, as JSON.
import { readFileSync } from 'node:fs';
import { deviceOf, verify } from './client.mjs';

const { url, room, ann, ben } = JSON.parse(readFileSync(0, 'utf8'));
const outcome = {};

const first = await deviceOf(url, ann[0], room);
const { recoveryKey } = await first.keyring.setUp({});
const bens = await deviceOf(url, ben[0], room);
await bens.keyring.setUp({});
await first.keyring.prepare(room);
const hello = await first.say('a kingfisher of Ann');
await bens.say('a kingfisher of Ben', { replyTo: hello.id, calls: [first.id] });
const edits = { message: hello.id, clientId: hello.clientId, version: hello.version };
const edited = await first.keyring.seal({ room, clientId: crypto.randomUUID(), text: 'a better kingfisher', replyTo: null, calls: [], after: 2, edits });
await first.rest('PATCH', `/messages/${hello.id}`, { sealed: edited });
outcome.both = [await first.read(), await bens.read()];
outcome.unsaved = await first.keyring.unsaved();

const second = await deviceOf(url, ann[1], room);
outcome.locked = await second.read();
await second.keyring.recover(recoveryKey);
outcome.recovered = await second.read();
await second.say('from the second');
outcome.afterwards = await bens.read();

const bens2 = await deviceOf(url, ben[1], room);
await verify(bens2, bens, bens.id);
outcome.verified = (await bens2.keyring.status()).state;
// The backup's keys come in their time.
do outcome.bySecrets = await bens2.read();
while (outcome.bySecrets.some((text) => text.startsWith('(')));
await verify(first, bens, bens.id);
outcome.trust = (await first.keyring.trust([bens.id]))[0].state;

await first.keyring.removeDevice((await second.keyring.status()).device);
await bens.say('without the second');
outcome.last = (await first.read()).at(-1);
outcome.removed = await second.rest('GET', '/e2ee/sync').then(() => 'still there', ({ code }) => code);
outcome.split = [];
for (const { keyring } of [first, bens, bens2]) outcome.split.push((await keyring.status()).split);
console.log(JSON.stringify(outcome));
process.exit(0);
