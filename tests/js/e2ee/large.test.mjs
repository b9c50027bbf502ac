// Large rooms and long histories. The long form (LONG=1) has 100 people with two devices each, and 1,000 messages.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Server } from './server.mjs';
import { deviceOf, settle } from './support.mjs';

const LONG = Boolean(process.env.LONG);
const PEOPLE = LONG ? 100 : 21;
const MESSAGES = LONG ? 1000 : 120;
const ROOM = 7;

test('a large room is prepared in pieces, and then a message is sealed at once', async (t) => {
  const server = new Server();
  const everybody = Array.from({ length: PEOPLE }, (_, at) => at + 1);
  server.room(ROOM, everybody);
  const first = [];
  for (const person of everybody) {
    const one = await deviceOf(server, person);
    const { recoveryKey } = await one.keyring.setUp({});
    const two = await deviceOf(server, person);
    await two.keyring.recover(recoveryKey);
    first.push(one);
  }
  const [ann, , , cem] = first;
  server.asked = [];
  const timed = async (work) => {
    const began = process.cpuUsage();
    const result = await work();
    const { user, system } = process.cpuUsage(began);
    return [result, Math.round((user + system) / 1000)];
  };
  const [, prepared] = await timed(() => ann.keyring.prepare(ROOM));
  const claims = server.asked.filter(({ path }) => path === '/e2ee/keys/claim').map(({ body }) => new Set(body.devices.map(({ person }) => person)).size);
  assert.ok(claims.length >= PEOPLE / 20 && claims.every((people) => people <= 20), `people at once: ${claims}`);
  const [said, sealed] = await timed(() => ann.say(ROOM, 'hello all'));
  assert.deepEqual(await cem.read(said), ['hello all']);
  // Somebody's new device: the session goes on, and only that device gets mail.
  const late = await deviceOf(server, 2);
  server.asked = [];
  await ann.keyring.news();
  const next = await ann.say(ROOM, 'and now');
  assert.equal(next.sealed.session, said.sealed.session);
  server.leave(ROOM, 3);
  const [after, rotated] = await timed(() => ann.say(ROOM, 'without one'));
  assert.notEqual(after.sealed.session, said.sealed.session);
  assert.deepEqual(await cem.read(next, after), ['and now', 'without one']);
  assert.ok(late);
  assert.ok(sealed < 1000, `${sealed} ms`);
  t.diagnostic(`${PEOPLE * 2} devices, in ms of the processor: prepared ${prepared}, sealed ${sealed}, sealed with a new session ${rotated}`);
});

test('nothing stays unreadable: a device that was away for half of it, and a new one by the recovery key', async () => {
  const server = new Server();
  server.room(ROOM, [1, 2, 3]);
  const people = [];
  for (const person of [1, 2, 3]) {
    const one = await deviceOf(server, person);
    const { recoveryKey } = await one.keyring.setUp({});
    const two = await deviceOf(server, person);
    await two.keyring.recover(recoveryKey);
    people.push({ one, two, recoveryKey });
  }
  const devices = people.flatMap(({ one, two }) => [one, two]);
  const away = people[2].two;
  const said = [];
  for (let at = 0; at < MESSAGES; at += 1) {
    const half = at >= MESSAGES / 4 && at < (MESSAGES * 3) / 4;
    const talking = devices.filter((device) => !half || device !== away);
    const speaker = talking[(at * 7) % talking.length];
    said.push(await speaker.say(ROOM, `text ${at}`));
    if (at % 20 === 0) for (const device of talking) await device.keyring.news();
  }
  await settle(...devices);
  for (const { one } of people) {
    await one.keyring.open(said);
    assert.equal(await one.keyring.unsaved(), 0);
  }
  const fresh = await deviceOf(server, 1);
  await fresh.keyring.recover(people[0].recoveryKey);
  for (const device of [...devices, fresh]) {
    const read = await device.read(...said);
    assert.deepEqual(read.filter((text, at) => text !== `text ${at}`), []);
  }
});
