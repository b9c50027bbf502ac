// A server that lies: nobody's text reaches it, and nothing that it forged, moved or repeated is shown as genuine.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Server } from './server.mjs';
import { library } from '../../../docs/bot/environment.mjs';
import { createSync } from '../../../static/js/core/net/sync.js';
import { NEWEST, look } from '../../../static/js/messages/view-window.js';
import { createStore, initialState } from '../support.mjs';
import { deviceOf, fails, ROOM, settle, two } from './support.mjs';

test('a message that is repeated, moved, or said to be of somebody else is not genuine', async () => {
  const { server, ann, ben } = await two();
  server.room(8, [1, 2]);
  const [one, two_, answer] = [await ann.say(ROOM, 'one'), await ann.say(ROOM, 'two'), await ann.say(ROOM, 'three', { replyTo: 1 })];
  assert.deepEqual(await ben.read(one, two_, answer), ['one', 'two', 'three']);
  const shown = async (message, changes) => (await ben.read({ ...message, ...changes }))[0];
  assert.equal(await shown(one, { id: 90, seq: 4, version: 4 }), '(replayed)');
  assert.equal(await shown(one, { id: 90, seq: 4, version: 4, clientId: crypto.randomUUID() }), '(moved)');
  assert.equal(await shown(one, { sender: { id: 2 } }), '(moved)');
  assert.match(await shown(one, { room: 8 }), /^\((noKey|moved)\)$/);
  assert.equal(await shown(answer, { replyTo: two_.id }), '(moved)');
  assert.equal(await shown(answer, { replyTo: null }), '(moved)');
  const aside = await ann.say(ROOM, 'four', { thread: 1 });
  assert.deepEqual(await ben.read(aside), ['four']);
  for (const lie of [{ thread: two_.id }, { thread: undefined }, { inRoom: true }]) assert.equal(await shown(aside, lie), '(moved)');
  assert.equal(await shown(one, { thread: two_.id }), '(moved)');
  assert.equal(await shown(one, { sealed: { ...one.sealed, calls: [2] } }), '(moved)');
  assert.equal(await shown(one, { seq: 5 }), '(replayed)');
  assert.equal(await shown(one, { sealed: { ...one.sealed, ciphertext: one.sealed.ciphertext.replace(/.{9}$/, 'AAAAAAAAA') } }), '(damaged)');
  assert.equal(await shown(one, { sealed: null, content: 'give me your money' }), '(notSealed)');
  assert.deepEqual(await ben.read(one, two_, answer), ['one', 'two', 'three']);
});

test('a poll is shown as its author made it, or not at all', async () => {
  const { ann, ben } = await two();
  const inside = { poll: { options: ['the bakery', 'the bank'], multiple: false, anonymous: true } };
  const said = await ann.say(ROOM, 'Where?', { inside });
  const option = { text: '', votes: 0 };
  const poll = { options: [option, option], multiple: false, anonymous: true, extendable: false, endsAt: null, endedAt: null, voters: 0 };
  assert.deepEqual(await ben.read({ ...said, poll }), ['Where?']);
  const [opened] = await ben.keyring.open([{ ...said, poll }]);
  assert.deepEqual([opened.text, opened.inside], ['Where?', inside]);
  assert.deepEqual(await ben.read({ ...said, poll: { ...poll, voters: 1 } }), ['Where?'], 'the server counts');
  for (const lie of [undefined, { ...poll, options: [option] }, { ...poll, anonymous: false }, { ...poll, multiple: true }]) assert.deepEqual(await ben.read({ ...said, poll: lie }), ['(moved)']);
  const other = await ann.say(ROOM, 'No poll');
  assert.deepEqual(await ben.read({ ...other, poll }), ['(moved)']);
});

test('that a message is to be confirmed is said by its author alone', async () => {
  const { ann, ben } = await two();
  const inside = { announcement: { by: '2030-01-31T09:30:00.000Z' } };
  const said = await ann.say(ROOM, 'Closed on Friday', { inside });
  const announcement = { by: '2030-01-31T09:30:00.000Z' };
  assert.deepEqual(await ben.read({ ...said, announcement }), ['Closed on Friday']);
  const openedOf = async (message) => (await ben.keyring.open([message]))[0];
  assert.deepEqual((await openedOf({ ...said, announcement })).inside, inside);
  assert.deepEqual((await openedOf({ ...said, announcement: { by: '2030-01-31T09:30:00Z', confirmed: true } })).inside, inside, 'the same moment');
  for (const lie of [undefined, null, { by: '2030-02-28T09:30:00.000Z' }, { by: '' }]) assert.deepEqual(await ben.read({ ...said, announcement: lie }), ['(moved)']);
  // What the server adds is no part of it: the text is genuine, and nothing in it asks.
  const other = await ann.say(ROOM, 'See you');
  const { text, inside: none } = await openedOf({ ...other, announcement });
  assert.deepEqual([text, none], ['See you', undefined]);
});

test('files are shown with the message that they were sent with, in their order, and found by their names', async () => {
  const { ann, ben } = await two();
  const files = [{ id: 'a', name: 'the plan.pdf', alt: '' }, { id: 'b', name: 'wall.png', alt: 'green, with a door' }];
  const said = await ann.say(ROOM, '', { inside: { files } });
  const openedOf = async (attachments) => (await ben.keyring.open([{ ...said, attachments }]))[0];
  await ben.keyring.news();
  const [a, b] = files.map(({ id }) => ({ id, name: 'encrypted' }));
  const opened = await openedOf([a, b]);
  assert.deepEqual([opened.text, opened.inside], ['', { files }]);
  for (const lie of [undefined, [], [a], [b, a], [a, b, a], [a, { id: 'c' }]]) assert.equal((await openedOf(lie)).why, 'moved');
  for (const words of ['plan', 'GREEN door']) assert.deepEqual((await ben.keyring.search({ words, room: ROOM })).found.map(({ message }) => message), [said.id]);
  // What the server adds has no keys: it is no file of this message.
  const other = await ann.say(ROOM, 'See you');
  assert.deepEqual((await ben.keyring.open([{ ...other, attachments: [a] }])).map(({ text, inside }) => [text, inside]), [['See you', undefined]]);
  for (const wrong of ['a', { 0: a, length: 1 }, [null], [{}]]) assert.equal((await ben.keyring.open([{ ...(await ann.say(ROOM, 'x', { inside: { files: wrong } })), attachments: [a] }]))[0].why, 'moved');
});

test('messages in another order than they were written in are found out', async () => {
  const { ann, ben } = await two();
  const said = [await ann.say(ROOM, 'Shall I?'), await ann.say(ROOM, 'Yes.')];
  const swapped = [{ ...said[1], seq: 1, version: 1 }, { ...said[0], seq: 2, version: 2 }];
  assert.ok((await ben.read(...swapped)).some((text) => text === '(moved)'));
  // Also where it is told before what was there when it was written.
  const answer = await ben.say(ROOM, 'Go on', { after: 2 });
  assert.deepEqual(await ann.read({ ...answer, seq: 2 }), ['(moved)']);
});

test('an edit belongs to its message, and an old one does not come back', async () => {
  const { server, ann, ben } = await two();
  const [first, other] = [await ann.say(ROOM, 'first'), await ann.say(ROOM, 'other')];
  assert.deepEqual(await ben.read(first, other), ['first', 'other']);
  const edit = async (message, text) => {
    const { id, clientId, version } = server.messages[message.id - 1];
    const plain = { room: ROOM, clientId: crypto.randomUUID(), text, replyTo: null, calls: [], after: server.rooms.get(ROOM).seq, edits: { message: id, clientId, version } };
    return server.edit(message.id, { sealed: await ann.keyring.seal(plain) });
  };
  const better = await edit(first, 'better');
  assert.deepEqual(await ben.read(better), ['better']);
  const best = await edit(first, 'best');
  assert.deepEqual(await ben.read(best, better), ['best', 'better'], 'an older version may still be on its way');
  assert.deepEqual(await ben.read({ ...best, sealed: better.sealed, version: best.version + 1 }), ['(replayed)']);
  assert.deepEqual(await ben.read({ ...best, sealed: first.sealed, version: best.version + 1 }), ['(moved)']);
  assert.deepEqual(await ben.read({ ...other, sealed: best.sealed, version: 9, editedAt: best.editedAt }), ['(moved)']);
  assert.deepEqual(await ben.read({ ...other, sealed: best.sealed }), ['(moved)']);
  assert.deepEqual(await ben.read(best), ['best']);
});

test('a device that the server slips in gets nothing, and what it says is not genuine', async () => {
  const { server, ann, ben } = await two();
  const spy = await deviceOf(server, 2);
  const listed = (await ann.keyring.devices(2)).find(({ device }) => device === spy.name);
  assert.equal(listed.state, 'foreign');
  const secret = await ann.say(ROOM, 'a secret');
  assert.deepEqual(await ben.read(secret), ['a secret']);
  assert.deepEqual(await spy.read(secret), ['(locked)']);
  assert.ok(!JSON.stringify(server.asked).includes('a secret'));
  await fails(spy.keyring.seal({ room: ROOM, clientId: 'x', text: 'I am Ben', replyTo: null, calls: [], after: 1 }), 'notReady');
});

test('keys that the server swaps are refused', async () => {
  const { server, ann, ben } = await two();
  const mallory = await deviceOf(server, 3);
  server.room(8, [1, 2, 3]);
  await mallory.keyring.setUp({});
  await ben.read(await ann.say(ROOM, 'before'));
  // Mallory's identity and device under Ben's name.
  const theirs = JSON.parse(JSON.stringify([server.person(3).identity, [...server.person(3).devices.values()][0].keys]).replaceAll('@3:', '@2:'));
  server.twists.queryKeys = (answer) => {
    for (const one of answer.people) if (one.person === 2) Object.assign(one, { ...theirs[0], userSigningKey: null, devices: [{ device: mallory.name, name: '', keys: theirs[1] }] });
    return answer;
  };
  server.touch(2);
  await ann.keyring.news();
  const said = await ann.say(ROOM, 'after').catch(({ code }) => code);
  if (said !== 'identityChanged') assert.deepEqual((await mallory.read(said))[0], '(noKey)');
  assert.equal(server.person(3).devices.get(mallory.name).mail.filter(({ type }) => type === 'm.room.encrypted').length, 0);
});

test('another identity under a name that is known stops what is sent there, and one that the log does not know is never taken', async () => {
  const { server, ann, ben } = await two();
  await ben.read(await ann.say(ROOM, 'before'));
  const real = structuredClone(server.person(2).identity);
  // The server makes a person of its own and says that it is Ben.
  const forge = new Server();
  forge.room(ROOM, [1, 2]);
  const forged = await deviceOf(forge, 2);
  await forged.keyring.setUp({});
  server.person(2).identity = forge.person(2).identity;
  server.person(2).devices = forge.person(2).devices;
  server.touch(2);
  await ann.keyring.news();
  const error = await fails(ann.say(ROOM, 'to whom?'), 'identityChanged');
  assert.deepEqual(error.people, [2]);
  await fails(ann.keyring.approve(2), 'notFound');
  assert.notDeepEqual(real, server.person(2).identity);
});

test('an identity that one person alone is shown comes out by the log', async () => {
  const { server, ann } = await two();
  server.room(9, [1, 4]);
  const forge = new Server();
  forge.room(9, [1, 4]);
  const forged = await deviceOf(forge, 4);
  await forged.keyring.setUp({});
  server.people.set(4, forge.person(4));
  const error = await fails(ann.say(9, 'hello?'), 'identityChanged');
  assert.deepEqual(error.people, [4]);
});

test('two truths of the log are found out with the next message', async () => {
  const { server, ann, ben } = await two();
  await settle(ann, ben);
  assert.equal((await ben.keyring.status()).split, null);
  // From now on Ben sees another log than everybody else.
  const before = server.log.length;
  server.write(5, 'identity', 'for everybody but Ben');
  const rest = server.log;
  server.log = rest.slice(0, before);
  server.write(5, 'identity', 'for Ben');
  const bens = server.log;
  server.log = rest;
  const head = (log) => ({ index: log.length, hash: log.at(-1).hash });
  server.twists.syncDevice = (answer, { person }) => (person === 2 ? { ...answer, log: head(bens) } : answer);
  server.twists.logPage = (answer, { person }) => (person === 2 ? { entries: bens.slice(before), head: head(bens) } : answer);
  await settle(ann, ben);
  assert.equal((await ben.keyring.status()).split, null);
  const said = await ann.say(ROOM, 'hello');
  assert.deepEqual(await ben.read(said), ['hello']);
  assert.deepEqual((await ben.keyring.status()).split, { index: before + 1, person: 1 });
});

test('a log that is rewritten, or ends earlier than somebody has seen it, is found out', async () => {
  const { server, ann, ben } = await two();
  await settle(ann, ben);
  const whole = server.log;
  server.log = whole.slice(0, 1).map((entry) => ({ ...entry, hash: '0'.repeat(64) }));
  await ann.keyring.news();
  assert.equal((await ann.keyring.status()).split.index, 1);
  server.log = whole;
  server.write(1, 'identity', 'news');
  await ann.keyring.news();
  const said = await ann.say(ROOM, 'hello').catch(({ code }) => code);
  assert.equal(said, 'identityChanged', 'one’s own identity is another in the log');
  assert.equal((await ben.keyring.status()).split, null);
});

test('a room that was encrypted stays so, whatever the server says', async () => {
  const { server, ann } = await two();
  await ann.say(ROOM, 'secret');
  assert.deepEqual(await ann.keyring.encryptedRooms(), [ROOM]);
  server.twists.roomPeople = () => Promise.reject(Object.assign(new Error(), { code: 'notFound' }));
  await fails(ann.keyring.prepare(ROOM), 'notFound');
  server.touch(2);
  await ann.keyring.news();
  await fails(ann.say(ROOM, 'still secret'), 'encryptionOff');
});

test('keys that the server itself put into the backup are not taken', async () => {
  const { server, ann, ben } = await two();
  await ben.read(await ann.say(ROOM, 'real'));
  const { senderKey, device } = server.messages[0].sealed;
  // Whoever knows the backup's public key can encrypt for it: here a session of the server's own, said to be of Ann's device.
  const room = () => new library.RoomId(`!${ROOM}:weconnect`);
  const machine = await library.OlmMachine.initialize(new library.UserId('@1:weconnect'), new library.DeviceId('FORGEDFORGEDFORG'));
  await machine.shareRoomKey(room(), [], new library.EncryptionSettings());
  const content = { v: 1, clientId: crypto.randomUUID(), room: ROOM, sender: 1, text: 'forged', replyTo: null, calls: [], after: 1, log: { index: 0, hash: '' } };
  const made = JSON.parse(await machine.encryptRoomEvent(room(), 'weconnect.message', JSON.stringify(content)));
  const [exported] = JSON.parse(await machine.exportRoomKeys(() => true));
  const backup = server.person(2).backup;
  const key = library.PkEncryption.fromKey(new library.Curve25519PublicKey(backup.authData.public_key));
  const { ciphertext, mac, ephemeralKey: ephemeral } = key.encryptString(JSON.stringify({ ...exported, sender_key: senderKey })).toBase64();
  const data = { first_message_index: 0, forwarded_count: 0, is_verified: true, session_data: { ciphertext, mac, ephemeral } };
  backup.sessions.set(made.session_id, { room: ROOM, session: made.session_id, data });
  const sealed = { algorithm: made.algorithm, ciphertext: made.ciphertext, session: made.session_id, device, senderKey, keysVersion: server.rooms.get(ROOM).keysVersion, calls: [] };
  const forged = server.post(1, ROOM, { clientId: content.clientId, sealed });
  assert.deepEqual(await ben.read(forged), ['(noKey)']);
  await ben.keyring.askForKeys(ROOM);
  assert.deepEqual(await ben.read(forged), ['(noKey)']);
});

test('a new device that is shown a false identity of its own person is not taken in', async () => {
  const { server, ann } = await two();
  const { recoveryKey } = await ann.keyring.replaceRecovery({});
  const forge = new Server();
  forge.room(ROOM, [1, 2]);
  const forged = await deviceOf(forge, 1);
  await forged.keyring.setUp({});
  server.twists.queryKeys = (answer, { device }) => {
    if (device !== ann.name) for (const one of answer.people) if (one.person === 1) Object.assign(one, forge.person(1).identity, { devices: [...one.devices, ...forge.person(1).devices.values()] });
    return answer;
  };
  const other = await deviceOf(server, 1);
  assert.equal((await other.keyring.status()).state, 'locked');
  await fails(other.keyring.recover(recoveryKey), 'identityChanged');
  assert.notEqual((await other.keyring.status()).state, 'ready');
  const said = await other.say(ROOM, 'for whom?').catch(({ code }) => code);
  assert.ok(['notReady', 'identityChanged'].includes(said), `${said}`);
  assert.equal(forge.person(1).devices.get(forged.name).mail.length, 0);
});

test('what the server keeps back from somebody is said in its place, and heals when it comes', async () => {
  const { server, ann, ben } = await two();
  for (const text of ['one', 'two', 'three']) await ann.say(ROOM, text);
  const room = { id: ROOM, name: 'Vault', kind: 'private', encrypted: true, encryptedFrom: 0, lastSeq: 3, version: 3, role: 'member', people: [] };
  const store = createStore(initialState({ me: { id: 2, username: 'ben', displayName: 'Ben', avatar: null }, room, rooms: [{ ...room, readSeq: 0, unread: 3, mentions: 0 }], messages: [] }));
  const request = (_event, { before }) => ben.rest('GET', `/rooms/${ROOM}/messages?before=${before}`);
  const sync = createSync({ request, store, wait: async () => {} });
  const shown = () => {
    const log = store.get().logs[`room:${ROOM}`];
    return [look(log.list, NEWEST, 3, true, log).messages.map(({ seq }) => seq), log.withheld];
  };
  server.twists.history = (answer, { person }) => ({ ...answer, messages: answer.messages.filter(({ seq }) => person !== 2 || seq !== 2) });
  await sync.page(ROOM, { before: 4 });
  assert.deepEqual(shown(), [[1, 3], [[2, 2]]]);
  server.twists = {};
  await sync.page(ROOM, { before: 4 });
  assert.deepEqual(shown(), [[1, 2, 3], []]);
});

test('a list that an old backup brought back is told of, and taken once somebody says so; who was removed stays so', async () => {
  const { server, ann, ben, recoveryKey } = await two();
  const old = structuredClone(server.log);
  const stolen = await deviceOf(server, 1);
  await stolen.keyring.recover(recoveryKey);
  await settle(ann, ben);
  const kept = server.person(1).devices.get(stolen.name);
  await ann.keyring.removeDevice(stolen.name);
  await settle(ann, ben);
  server.log = old;
  await ben.keyring.news();
  assert.deepEqual((await ben.keyring.status()).split, { index: old.length, person: 0 }, 'it has become shorter');

  server.write(5, 'identity', 'somebody who came afterwards');
  await ben.keyring.news();
  await ben.keyring.acceptLog();
  await settle(ben);
  assert.equal((await ben.keyring.status()).split, null);
  server.person(1).devices.set(stolen.name, kept);
  server.touch(1);
  await settle(ben);
  const mail = kept.mail.length;
  await ben.say(ROOM, 'after');
  assert.equal(kept.mail.slice(mail).filter(({ type }) => type === 'm.room.encrypted').length, 0);
});

test('what one member alone claims is told under their name, and not heard any more of them once somebody has asked', async () => {
  const { server, ann, ben } = await two();
  await settle(ann, ben);
  // Ann's program is a changed one: it writes another list inside.
  const real = JSON.stringify;
  const claim = async (text) => {
    JSON.stringify = (value, ...rest) => real(value?.v === 1 && value.sender === 1 ? { ...value, log: { index: 1, hash: '0'.repeat(64) } } : value, ...rest);
    return ann.say(ROOM, text).finally(() => (JSON.stringify = real));
  };
  assert.deepEqual(await ben.read(await claim('hello')), ['hello']);
  assert.deepEqual((await ben.keyring.status()).split, { index: 1, person: 1 });
  await ben.keyring.acceptLog();
  assert.deepEqual(await ben.read(await claim('once more')), ['once more']);
  assert.equal((await ben.keyring.status()).split, null);
  // The server's own story is still compared.
  server.log = server.log.map((entry) => ({ ...entry, hash: '1'.repeat(64) }));
  await ben.keyring.news();
  assert.equal((await ben.keyring.status()).split?.person, 0);
});

test('an answer that took its time is no shorter list', async () => {
  const { server, ann, ben } = await two();
  await settle(ann, ben);
  const before = server.head();
  server.write(5, 'identity', 'news');
  await settle(ann, ben);
  server.twists.syncDevice = (answer) => ({ ...answer, log: before });
  await ben.keyring.news();
  assert.equal((await ben.keyring.status()).split, null);
});
