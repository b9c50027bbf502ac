// What happens in encrypted rooms: people come and go, mail is lost, devices are away.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Server } from './server.mjs';
import { deviceOf, fails, ROOM, settle, two, until } from './support.mjs';

test('a removed member reads nothing of what comes after, and a new one nothing of what was before', async () => {
  const { server, ann, ben } = await two();
  const cem = await deviceOf(server, 3);
  server.room(8, [1, 2, 3]);
  await cem.keyring.setUp({});
  const before = await ann.say(ROOM, 'before');
  server.leave(ROOM, 2);
  server.join(ROOM, 3);
  const after = await ann.say(ROOM, 'after');
  assert.deepEqual(await cem.read(before, after), ['(noKey)', 'after']);
  assert.deepEqual(await ben.read(before, after), ['before', '(noKey)']);
  assert.notEqual(before.sealed.session, after.sealed.session);
});

test('somebody who comes back with another device is written to', async () => {
  const { server, ann, ben } = await two();
  await ben.read(await ann.say(ROOM, 'before'));
  const { recoveryKey } = await ben.keyring.replaceRecovery({});
  server.leave(ROOM, 2);
  await ann.say(ROOM, 'without you');
  const other = await deviceOf(server, 2);
  await other.keyring.recover(recoveryKey);
  await ben.keyring.removeDevice(ben.name).catch(() => {});
  await ann.keyring.news();
  server.join(ROOM, 2);
  assert.deepEqual(await other.read(await ann.say(ROOM, 'welcome back')), ['welcome back']);
});

test('nobody new changes a session, and somebody who joins in its middle reads from there on', async () => {
  const { server, ann, ben } = await two();
  server.room(8, [1, 2, 3]);
  const cem = await deviceOf(server, 3);
  await cem.keyring.setUp({});
  const said = [await ann.say(ROOM, 'one')];
  server.join(ROOM, 3);
  said.push(await ann.say(ROOM, 'two'));
  assert.equal(said[0].sealed.session, said[1].sealed.session);
  assert.deepEqual(await cem.read(...said), ['(beforeJoining)', 'two']);
  assert.deepEqual(await ben.read(...said), ['one', 'two']);
});

test('a session ends after 100 messages, or when it is a week old', async () => {
  const { server, ann, ben } = await two();
  // Nobody pauses.
  ann.env.wait = () => new Promise(() => {});
  const said = [];
  for (let at = 0; at < 101; at += 1) said.push(await ann.say(ROOM, `text ${at}`));
  assert.equal(new Set(said.map(({ sealed }) => sealed.session)).size, 2);
  assert.equal(said[99].sealed.session, said[0].sealed.session);
  const now = ann.env.now;
  ann.env.now = () => now() + 8 * 24 * 3600 * 1000;
  const late = await ann.say(ROOM, 'late');
  assert.notEqual(late.sealed.session, said[100].sealed.session);
  assert.deepEqual(await ben.read(said[0], said[99], said[100], late), ['text 0', 'text 99', 'text 100', 'late']);
  assert.ok(server.asked.filter(({ path }) => path === `/e2ee/rooms/${ROOM}`).length <= 4, 'what is known is not asked again');
});

test('the next session is made in a pause, before the last message of the one before', async () => {
  const { server, ann, ben } = await two();
  const { wait } = ann.env;
  ann.env.wait = () => new Promise(() => {});
  const said = [];
  for (let at = 0; at < 79; at += 1) said.push(await ann.say(ROOM, `text ${at}`));
  ann.env.wait = wait;
  const asked = server.asked.length;
  said.push(await ann.say(ROOM, 'a pause'));
  await until(() => server.asked.slice(asked).some(({ path }) => path === '/e2ee/mail'));
  await ann.keyring.prepare(ROOM);
  const mail = server.asked.filter(({ path }) => path === '/e2ee/mail').length;
  said.push(await ann.say(ROOM, 'on'));
  assert.equal(server.asked.filter(({ path }) => path === '/e2ee/mail').length, mail);
  assert.equal(said[79].sealed.session, said[0].sealed.session);
  assert.notEqual(said[80].sealed.session, said[0].sealed.session);
  assert.deepEqual(await ben.read(said[0], said[80]), ['text 0', 'on']);
});

test('a channel that broke is made anew by itself, and what comes next is read', async (t) => {
  const { server, ann, ben } = await two();
  await ben.read(await ann.say(ROOM, 'one'));
  await ann.read(await ben.say(ROOM, 'one, as well'));
  await settle(ben);
  // The library makes a channel anew only if it is older than an hour.
  const { now } = Date;
  t.after(() => (Date.now = now));
  Date.now = () => now() + 8 * 24 * 3600 * 1000;
  // A new session, whose key is spoilt on its way.
  const lost = await ann.say(ROOM, 'two');
  const box = server.person(2).devices.get(ben.name).mail;
  assert.equal(box.length, 1);
  for (const { content } of box) for (const one of Object.values(content.ciphertext)) one.body = one.body.replace(/.{12}$/, 'AAAAAAAAAAAA');
  assert.deepEqual(await ben.read(lost), ['(noKey)']);
  await settle(ben, ann);
  const next = await ann.say(ROOM, 'three');
  assert.equal(next.sealed.session, lost.sealed.session);
  assert.deepEqual(await ben.read(next), ['three']);
  assert.ok(ben.told.some(([what, came]) => what === 'keys' && came.some(({ room, sessions }) => room === ROOM && sessions.includes(lost.sealed.session))));
});

test('a device that was away reads everything when it comes back', async () => {
  const { ann, ben } = await two();
  const said = [];
  for (let at = 0; at < 5; at += 1) said.push(await ann.say(ROOM, `text ${at}`));
  assert.deepEqual(await ben.read(...said), said.map((_, at) => `text ${at}`));
});

test('keys that a device was never given come out of the backup by themselves', async () => {
  const { server, ann, ben } = await two();
  const { recoveryKey } = await ben.keyring.replaceRecovery({});
  const second = await deviceOf(server, 2);
  await second.keyring.recover(recoveryKey);
  await settle(ann, ben, second);
  const said = [await ann.say(ROOM, 'one'), await ann.say(ROOM, 'two')];
  // The server throws the mail of one device away.
  server.person(2).devices.get(ben.name).mail = [];
  assert.deepEqual(await second.read(...said), ['one', 'two']);
  assert.equal(await second.keyring.unsaved(), 0);
  assert.deepEqual(await ben.read(...said), ['(noKey)', '(noKey)']);
  const came = () => ben.told.some(([what, rooms]) => what === 'keys' && rooms.some(({ sessions }) => sessions.includes(said[0].sealed.session)));
  await until(came);
  assert.deepEqual(await ben.read(...said), ['one', 'two']);
});

test('a key that comes into the backup later is found by itself', async () => {
  const { server, ann, ben } = await two();
  const said = await ann.say(ROOM, 'one');
  assert.deepEqual(await ben.read(said), ['one']);
  const { recoveryKey } = await ben.keyring.replaceRecovery({});
  assert.equal(await ben.keyring.unsaved(), 0);
  let looked = 0;
  server.twists.backupPage = (page) => ((looked += 1) > 2 ? page : { sessions: [], next: null });
  const second = await deviceOf(server, 2);
  assert.deepEqual(await second.read(said), ['(locked)']);
  await second.keyring.recover(recoveryKey);
  assert.notDeepEqual(await second.read(said), ['one']);
  await until(() => second.told.some(([what]) => what === 'keys'));
  assert.deepEqual(await second.read(said), ['one']);
});

test('what the backup opens stays open when its sender’s device becomes known, changes, or goes', async () => {
  const { server, ann, ben, recoveryKey, bens } = await two();
  const message = await ann.say(ROOM, 'before');
  assert.deepEqual(await ben.read(message), ['before']);
  assert.equal(await ben.keyring.unsaved(), 0);
  const fresh = await deviceOf(server, 2);
  await fresh.keyring.recover(bens);
  assert.deepEqual(await fresh.read(message), ['before']);
  // Now the devices of the room become known.
  await fresh.say(ROOM, 'hello');
  assert.deepEqual(await fresh.read(message), ['before']);
  const asked = server.asked.length;
  assert.deepEqual((await fresh.keyring.open([message, message, message])).map(({ text }) => text), ['before', 'before', 'before']);
  assert.equal(server.asked.length, asked);
  const second = await deviceOf(server, 1);
  await second.keyring.recover(recoveryKey);
  await second.keyring.removeDevice(ann.name);
  await settle(fresh);
  const early = { ...message, timestamp: '2020-01-01T00:00:00Z' };
  const [opened] = await fresh.keyring.open([early]);
  assert.deepEqual([opened.text, opened.shield], ['before', 'grey']);
});

test('keys are asked of one’s own other devices as well', async () => {
  const { server, ann, ben } = await two();
  const { recoveryKey } = await ben.keyring.replaceRecovery({});
  const second = await deviceOf(server, 2);
  await second.keyring.recover(recoveryKey);
  await settle(ann, ben, second);
  server.twists.backupPage = () => ({ sessions: [], next: null });
  const said = await ann.say(ROOM, 'one');
  server.person(2).devices.get(ben.name).mail = [];
  assert.deepEqual(await second.read(said), ['one']);
  assert.deepEqual(await ben.read(said), ['(noKey)']);
  await until(() => server.asked.some(({ device, body }) => device === ben.name && body?.type === 'm.room_key_request'));
  await settle(second, ben);
  assert.deepEqual(await ben.read(said), ['one']);
});

test('what the server will never take holds nobody up, and what it does not take now is tried again', async () => {
  const { server, ann, ben } = await two();
  const lost = await ann.say(ROOM, 'before anybody asked');
  server.person(2).devices.get(ben.name).mail = [];
  const refuse = (code) => Promise.reject(Object.assign(new Error(code), { code }));
  const { postMail } = Server.prototype;
  // Requests for keys are refused for ever.
  server.postMail = function (login, body) {
    return body.type === 'm.room_key_request' ? refuse('forbidden') : postMail.call(this, login, body);
  };
  assert.deepEqual(await ben.read(lost), ['(noKey)']);
  assert.deepEqual(await ann.read(await ben.say(ROOM, 'I could not read that')), ['I could not read that']);
  let refused = 2;
  server.twists.syncDevice = (answer) => (refused-- > 0 ? refuse('unavailable') : answer);
  await ann.say(ROOM, 'again');
  const asked = server.asked.length;
  await fails(ben.keyring.news(), 'unavailable');
  await until(() => server.asked.slice(asked).filter(({ person, path }) => person === 2 && path === '/e2ee/sync').length >= 3);
});

test('what was read is found by its words, and nothing of it is stored as it is', async () => {
  const { ann, ben } = await two();
  const said = [];
  for (const text of ['The Straße is closed', 'a café in Paris', 'closed again']) said.push(await ann.say(ROOM, text));
  await ben.read(...said);
  const words = async (query) => (await ben.keyring.search(query)).found.map(({ text }) => text);
  assert.deepEqual(await words({ words: 'CLOSED' }), ['closed again', 'The Straße is closed']);
  assert.deepEqual(await words({ words: 'strasse closed' }), ['The Straße is closed']);
  assert.deepEqual(await words({ words: 'CAFE', room: ROOM }), ['a café in Paris']);
  assert.deepEqual(await words({ words: 'closed', before: said[2].id }), ['The Straße is closed']);
  assert.deepEqual(await words({ words: 'closed', room: 9 }), []);
  await ben.keyring.open([{ ...said[2], sealed: null, deleted: true, version: 9 }]);
  assert.deepEqual(await words({ words: 'again' }), []);
  await new Promise((done) => setTimeout(done, 20));
  for (const table of ['account', 'rooms', 'log', 'seen', 'search']) {
    for (const key of await ben.store.keys(table)) assert.ok(!Buffer.from(JSON.stringify(await ben.store.get(table, key))).includes('closed'));
  }
});

test('the whole history of a room can be read and kept for searching', async () => {
  const { ann, ben } = await two();
  await ben.keyring.news();
  for (let at = 0; at < 130; at += 1) await ann.say(ROOM, `number ${at}`);
  await ben.keyring.news();
  await ben.keyring.indexAll(ROOM);
  const { found, before } = await ben.keyring.search({ words: 'number', room: ROOM });
  assert.equal(found.length, 20);
  assert.equal(found[0].text, 'number 129');
  assert.equal((await ben.keyring.search({ words: 'number', before })).found[0].text, 'number 109');
  assert.deepEqual((await ben.keyring.search({ words: 'NUMBER 128' })).found.map(({ seq }) => seq), [129]);
});

test('where keys cannot be handed out for a while nothing leaves, and later it does', async () => {
  const { server, ann, ben } = await two();
  server.postMail = () => Promise.reject(Object.assign(new Error(), { code: 'rateLimited', retryAfter: 7200 }));
  assert.equal((await fails(ann.say(ROOM, 'hello'), 'rateLimited')).retryAfter, 7200);
  delete server.postMail;
  assert.deepEqual(await ben.read(await ann.say(ROOM, 'hello')), ['hello']);
});
