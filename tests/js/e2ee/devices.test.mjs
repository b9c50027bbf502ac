// One person's devices: recovery, verification, removal.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deviceOf, emojiBetween, fails, ROOM, settle, two, until } from './support.mjs';

test('a new device reads what was said with the recovery key, and with no other', async () => {
  const { server, ann, ben, recoveryKey } = await two();
  const said = [await ben.say(ROOM, 'one'), await ann.say(ROOM, 'two')];
  await ann.read(...said);
  assert.equal(await ann.keyring.unsaved(), 0);
  const other = await deviceOf(server, 1);
  assert.equal((await other.keyring.status()).state, 'locked');
  assert.deepEqual(await other.read(...said), ['(locked)', '(locked)']);
  assert.equal(await other.keyring.checkRecovery(recoveryKey.replace(/^./, (letter) => (letter === 'A' ? 'B' : 'A'))), false);
  await fails(other.keyring.recover('no such thing'), 'wrongSecret');
  assert.equal(await other.keyring.checkRecovery(recoveryKey.toLowerCase().replaceAll(' ', '-')), true);
  await other.keyring.recover(recoveryKey);
  const status = await other.keyring.status();
  assert.equal(status.state, 'ready');
  assert.equal(status.others, 1);
  assert.equal(status.backup.trusted, true);
  assert.deepEqual(await other.read(...said), ['one', 'two']);
  assert.deepEqual(await ben.read(await other.say(ROOM, 'three')), ['three']);
  assert.deepEqual(await other.read(await ben.say(ROOM, 'four')), ['four']);
});

test('a passphrase recovers as well, and another takes its place', async () => {
  const { server, ben } = await two('correct horse battery');
  const other = await deviceOf(server, 2);
  await fails(other.keyring.recover('wrong horse battery'), 'wrongSecret');
  await other.keyring.recover(' correct horse battery ');
  assert.equal((await other.keyring.status()).state, 'ready');
  const { recoveryKey } = await other.keyring.replaceRecovery({});
  assert.equal(await ben.keyring.checkRecovery('correct horse battery'), false);
  assert.equal(await ben.keyring.checkRecovery(recoveryKey), true);
});

test('a new device is trusted after comparing emoji, and gets all secrets', async () => {
  const { server, ann, ben } = await two();
  const said = await ben.say(ROOM, 'before');
  await ann.read(said);
  await ann.keyring.unsaved();
  const other = await deviceOf(server, 1);
  await ann.keyring.news();
  await emojiBetween(other, ann, { person: 1 });
  await settle(other, ann, ben);
  const status = await other.keyring.status();
  assert.equal(status.state, 'ready');
  assert.equal(status.backup.trusted, true);
  await until(() => other.told.some(([what, came]) => what === 'keys' && came.some(({ sessions }) => sessions.includes(said.sealed.session))));
  assert.deepEqual(await other.read(said), ['before']);
  assert.deepEqual(await other.read(await ben.say(ROOM, 'after')), ['after']);
  assert.deepEqual(await ben.read(await other.say(ROOM, 'mine')), ['mine']);
});

test('two people verify each other by emoji, whichever device answers', async () => {
  const { server, ann, ben } = await two('correct horse battery');
  const second = await deviceOf(server, 2);
  await second.keyring.recover('correct horse battery');
  await settle(ann, ben, second);
  await emojiBetween(ann, second, { person: 2 });
  await settle(ann, ben, second);
  assert.equal((await ann.keyring.trust([2]))[0].state, 'verified');
  assert.equal((await second.keyring.trust([1]))[0].state, 'verified');
  // The other device of the same person learns of it.
  await ben.keyring.news();
  assert.equal((await ben.keyring.verifications()).at(-1).phase, 'cancelled');
  assert.equal((await ben.keyring.trust([1]))[0].state, 'verified');
});

test('emoji that differ end it', async () => {
  const { ann, ben } = await two();
  await settle(ann, ben);
  await emojiBetween(ann, ben, { person: 2 }, false);
  await settle(ann, ben);
  assert.equal((await ann.keyring.trust([2]))[0].state, 'unverified');
  assert.equal((await ben.keyring.verifications())[0].phase, 'cancelled');
});

test('two people verify each other by scanning a code', async () => {
  const { ann, ben } = await two();
  await settle(ann, ben);
  const flow = await ann.keyring.requestVerification({ person: 2 });
  await settle(ben);
  await ben.keyring.acceptVerification(flow);
  await settle(ann);
  assert.equal((await ann.keyring.verifications())[0].canShow, true);
  const code = await ann.keyring.code(flow);
  await fails(ben.keyring.scanned(flow, new Uint8Array([1, 2, 3])), 'wrongCode');
  await ben.keyring.scanned(flow, code);
  await settle(ann);
  assert.equal((await ann.keyring.verifications())[0].phase, 'scanned');
  await ann.keyring.confirmScanned(flow, true);
  await settle(ben, ann);
  assert.equal((await ben.keyring.verifications())[0].phase, 'done');
  assert.equal((await ann.keyring.trust([2]))[0].state, 'verified');
  assert.equal((await ben.keyring.trust([1]))[0].state, 'verified');
});

test('a removed device reads nothing more, also when a lying server lists it again', async () => {
  const { server, ann, ben, recoveryKey } = await two();
  const stolen = await deviceOf(server, 1);
  await stolen.keyring.recover(recoveryKey);
  assert.deepEqual(await stolen.read(await ben.say(ROOM, 'before')), ['before']);
  const kept = server.person(1).devices.get(stolen.name);
  const clientId = crypto.randomUUID();
  const inAdvance = await stolen.keyring.seal({ room: ROOM, clientId, text: 'send me money', replyTo: null, calls: [], after: 1 });
  await ann.keyring.removeDevice(stolen.name);
  server.person(1).devices.set(stolen.name, kept);
  server.person(1).gone.delete(stolen.name);
  server.touch(1);
  const mail = kept.mail.length;
  const after = [await ben.say(ROOM, 'after'), await ann.say(ROOM, 'mine')];
  assert.deepEqual(await ann.read(...after), ['after', 'mine']);
  assert.equal(kept.mail.slice(mail).filter(({ type }) => type === 'm.room.encrypted').length, 0);
  assert.deepEqual((await stolen.read(...after)).filter((text) => !text.startsWith('(')), []);
  // Nor is what it says taken for its person's, by whom the server says that it comes.
  const forged = server.post(1, ROOM, { clientId, sealed: { ...inAdvance, keysVersion: server.rooms.get(ROOM).keysVersion } });
  assert.deepEqual(await ben.read(forged), ['(unverifiedSender)']);
  const listed = await ann.keyring.devices(1);
  assert.equal(listed.find(({ device }) => device === stolen.name).state, 'foreign');
});

test('a device is out as soon as the log says so, though the server says nothing else', async () => {
  const { server, ann, ben, recoveryKey } = await two();
  const stolen = await deviceOf(server, 1);
  await stolen.keyring.recover(recoveryKey);
  const before = await ben.say(ROOM, 'before');
  assert.deepEqual(await stolen.read(before), ['before']);
  await settle(ann, ben, stolen);
  const kept = server.person(1).devices.get(stolen.name);
  const { keysVersion } = server.rooms.get(ROOM);
  await ann.keyring.removeDevice(stolen.name);
  server.person(1).devices.set(stolen.name, kept);
  server.rooms.get(ROOM).keysVersion = keysVersion;
  server.twists.syncDevice = (answer) => ({ ...answer, changed: [] });
  await ben.keyring.news();
  const mail = kept.mail.length;
  const after = await ben.say(ROOM, 'after');
  assert.notEqual(after.sealed.session, before.sealed.session);
  assert.equal(kept.mail.length, mail);
  assert.deepEqual(await ann.read(after), ['after']);
});

test('a new identity takes the password, and others are asked before they go on', async () => {
  const { server, ann, ben } = await two();
  await ben.read(await ann.say(ROOM, 'old'));
  await ben.say(ROOM, 'hello');
  await fails(ann.keyring.reset({ password: 'wrong' }), 'forbidden');
  assert.equal((await ann.keyring.status()).state, 'ready');
  assert.deepEqual(await ben.read(await ann.say(ROOM, 'still here')), ['still here']);
  await ann.keyring.reset({ password: 'right' });
  assert.equal((await ann.keyring.status()).state, 'ready');
  await ben.keyring.news();
  await fails(ben.say(ROOM, 'to whom?'), 'identityChanged');
  assert.equal((await ben.keyring.trust([1]))[0].state, 'changed');
  await ben.keyring.approve(1);
  assert.deepEqual(await ann.read(await ben.say(ROOM, 'to you')), ['to you']);
  assert.equal(server.log.length, 3);
});

test('a browser that lost its keys says so, and starts as a new device', async () => {
  const { server, ann, recoveryKey } = await two();
  const again = await deviceOf(server, 1, { rest: ann.rest });
  assert.equal((await again.keyring.status()).state, 'lost');
  await again.keyring.recover(recoveryKey);
  assert.equal((await again.keyring.status()).state, 'ready');
  assert.equal(server.person(1).devices.size, 1);
});
