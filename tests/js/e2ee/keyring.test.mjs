import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Server } from './server.mjs';
import { deviceOf } from './support.mjs';

test('two people set up their keys and read each other', async () => {
  const server = new Server();
  const room = server.room(7, [1, 2]);
  const ann = await deviceOf(server, 1);
  const ben = await deviceOf(server, 2);
  assert.equal((await ann.keyring.status()).state, 'new');
  const { recoveryKey } = await ann.keyring.setUp({});
  assert.match(recoveryKey, /^([A-Z2-7]{4} ){13}[A-Z2-7]{4}$/);
  await ben.keyring.setUp({ passphrase: 'correct horse battery' });
  const status = await ann.keyring.status();
  assert.equal(status.state, 'ready');
  assert.equal(status.recovery, true);
  const message = await ann.say(room, 'hello');
  assert.ok(!JSON.stringify(message).includes('hello'));
  assert.deepEqual(await ben.read(message), ['hello']);
  assert.deepEqual(await ann.read(message), ['hello']);
  const answer = await ben.say(room, 'hi', { replyTo: message.id });
  assert.deepEqual(await ann.read(answer), ['hi']);
});
