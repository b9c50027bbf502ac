// What a server could try that knows the protocol: alone, with a stolen device, or with one of a room's members.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { library } from '../../../docs/bot/environment.mjs';
import { Server } from './server.mjs';
import { deviceOf, ROOM, settle, two } from './support.mjs';

const plain = (text, more = {}) => ({ room: ROOM, clientId: crypto.randomUUID(), text, replyTo: null, calls: [], after: 1, ...more });

/** A stolen device of Ann's, which Ben knows, and which she has removed. */
async function stolenOf({ server, ann, ben, recoveryKey }) {
  const stolen = await deviceOf(server, 1);
  await stolen.keyring.recover(recoveryKey);
  await settle(ben);
  assert.deepEqual(await stolen.read(await ben.say(ROOM, 'before')), ['before']);
  const what = plain('send me money');
  const sealed = await stolen.keyring.seal(what);
  await ben.keyring.news();
  await ann.keyring.removeDevice(stolen.name);
  await ben.keyring.news();
  const forged = server.post(1, ROOM, { clientId: what.clientId, sealed: { ...sealed, keysVersion: server.rooms.get(ROOM).keysVersion } });
  return { stolen, forged };
}

test('a removed device does not speak under the name of another one', async () => {
  const all = await two();
  const { forged } = await stolenOf(all);
  const { ann, ben } = all;
  assert.deepEqual(await ben.read(forged), ['(unverifiedSender)']);
  const shown = await ben.read({ ...forged, sealed: { ...forged.sealed, device: ann.name } });
  assert.notDeepEqual(shown, ['send me money']);
  const key = keyOf(all.server, ann);
  assert.notDeepEqual(await ben.read({ ...forged, sealed: { ...forged.sealed, device: ann.name, senderKey: key } }), ['send me money']);
});

const keyOf = (server, { me, name }) => server.person(me).devices.get(name).keys.keys[`curve25519:${name}`];

test('what a removed device is said to have written before does not look like the rest', async () => {
  const all = await two();
  const { forged } = await stolenOf(all);
  await all.ben.keyring.news();
  const [opened] = await all.ben.keyring.open([{ ...forged, timestamp: '2020-01-01T00:00:00Z' }]);
  assert.notEqual(opened.shield, '', JSON.stringify(opened));
});

test('a removal holds, whatever the server writes around it', async () => {
  const all = await two();
  const { server, ann, ben, recoveryKey } = all;
  const stolen = await deviceOf(server, 1);
  await stolen.keyring.recover(recoveryKey);
  await settle(ann, ben, stolen);
  const kept = server.person(1).devices.get(stolen.name);
  const real = server.log.find(({ person, kind }) => person === 1 && kind === 'identity').statement;
  const { removeDevice } = Server.prototype;
  server.removeDevice = function (...args) {
    this.write(1, 'identity', 'A'.repeat(43));
    removeDevice.apply(this, args);
    this.write(1, 'identity', real);
  };
  await ann.keyring.removeDevice(stolen.name);
  server.person(1).devices.set(stolen.name, kept);
  server.touch(1);
  await settle(ann, ben);
  const mail = kept.mail.length;
  await ben.say(ROOM, 'after');
  assert.equal(kept.mail.slice(mail).filter(({ type }) => type === 'm.room.encrypted').length, 0);
});

test('an edit that was seen is not taken back unseen', async () => {
  const { server, ann, ben } = await two();
  const first = await ann.say(ROOM, 'I owe you 10');
  await ben.read(first);
  const { id, clientId, version } = server.messages[0];
  const edited = server.edit(1, { sealed: await ann.keyring.seal(plain('I owe you 1000', { edits: { message: id, clientId, version } })) });
  assert.deepEqual(await ben.read(edited), ['I owe you 1000']);
  const [opened] = await ben.keyring.open([first]);
  assert.equal(opened.shield, 'red', JSON.stringify(opened));
});

test('a member and the server together do not speak for another member', async () => {
  const { server, ann, ben, bens } = await two();
  server.room(8, [1, 2, 3]);
  const mallory = await deviceOf(server, 3);
  await mallory.keyring.setUp({});
  await settle(ann, ben, mallory);
  // Mallory's program is a changed one: it writes Ann's name inside.
  const real = JSON.stringify;
  const what = { ...plain('I am Ann'), room: 8 };
  JSON.stringify = (value, ...rest) => real(value?.v === 1 && value.sender === 3 ? { ...value, sender: 1 } : value, ...rest);
  const sealed = await mallory.keyring.seal(what).finally(() => (JSON.stringify = real));
  const forged = server.post(1, 8, { clientId: what.clientId, sealed });
  assert.deepEqual(await ben.read(forged), ['(moved)']);
  await ben.keyring.unsaved();
  const second = await deviceOf(server, 2);
  await second.keyring.recover(bens);
  await settle(ann, second);
  for (const device of [mallory.name, ann.name]) {
    const [opened] = await second.keyring.open([{ ...forged, sealed: { ...sealed, device, senderKey: device === ann.name ? keyOf(server, ann) : sealed.senderKey } }]);
    assert.ok(opened.text === null || opened.shield === 'red', JSON.stringify(opened));
  }
});

test('mail is not acknowledged while this browser cannot store what it brings', async () => {
  const { server, ann, ben } = await two();
  await settle(ann, ben);
  const said = await ann.say(ROOM, 'hello');
  // The library refuses everything, as where a disk is full.
  const { receiveSyncChanges } = library.OlmMachine.prototype;
  library.OlmMachine.prototype.receiveSyncChanges = () => Promise.reject(new Error('full'));
  await ben.keyring.news().catch(() => {});
  library.OlmMachine.prototype.receiveSyncChanges = receiveSyncChanges;
  assert.deepEqual(await ben.read(said), ['hello']);
});

test('a server that always says that there is more is not asked for ever', { timeout: 20000 }, async () => {
  const { server, ben } = await two();
  server.twists.syncDevice = (answer) => ({ ...answer, complete: false });
  const asked = server.asked.length;
  const { syncDevice } = Server.prototype;
  server.syncDevice = function (...args) {
    assert.ok(server.asked.length - asked < 20);
    return syncDevice.apply(this, args);
  };
  await ben.keyring.news();
});

test('an identity that the log has for oneself, and that one never made, is told of', async () => {
  const { server, ann } = await two();
  assert.equal((await ann.keyring.status()).identityChanged, false);
  server.write(1, 'identity', 'A'.repeat(43));
  await ann.keyring.news();
  assert.equal((await ann.keyring.status()).identityChanged, true);
});

test('what was written in the open and sealed by an edit says nothing of where a room begins to be sealed', async () => {
  const { server, ann, ben } = await two();
  const first = await ann.say(ROOM, 'one');
  const { id, clientId, version } = first;
  const edited = server.edit(1, { sealed: await ann.keyring.seal(plain('changed', { edits: { message: id, clientId, version } })) });
  const second = await ann.say(ROOM, 'two');
  assert.deepEqual(await ben.read(edited, second), ['changed', 'two']);
  assert.deepEqual(await ben.keyring.sealedFrom(), { [ROOM]: 2 });
});

test('what is deleted is found no more', async () => {
  const { server, ann, ben } = await two();
  await ben.read(await ann.say(ROOM, 'a slip'));
  assert.equal((await ben.keyring.search({ words: 'slip' })).found.length, 1);
  Object.assign(server.messages[0], { sealed: null, deleted: true, version: 2 });
  await ben.keyring.indexAll(ROOM);
  assert.equal((await ben.keyring.search({ words: 'slip' })).found.length, 0);
});
