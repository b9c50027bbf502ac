// Who was removed, and is given all that the server has afterwards, reads nothing that came after.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { library } from '../../../docs/bot/environment.mjs';
import { roomIdOf, userOf } from '../../../static/js/e2ee/worker/ids.js';
import { deviceOf, ROOM, settle, two, until } from './support.mjs';

/** A device whose machine is at hand, as for somebody who changed the program. */
async function opened(server, person) {
  const { OlmMachine } = library;
  const { initFromStore } = OlmMachine;
  const made = [];
  OlmMachine.initFromStore = async (...args) => {
    made.push(await initFromStore.apply(OlmMachine, args));
    return made.at(-1);
  };
  const device = await deviceOf(server, person).finally(() => (OlmMachine.initFromStore = initFromStore));
  return Object.assign(device, { machine: made[0] });
}

/** The mail that anybody ever got, also what was acknowledged since. */
function everyLetter(server) {
  const letters = [];
  const { postMail } = server;
  server.postMail = function (login, body) {
    for (const { content } of body.messages) letters.push({ sender: userOf(login.person), type: body.type, content });
    return postMail.call(this, login, body);
  };
  return letters;
}

/** Which of these messages somebody can read with their machine, all letters and all backups. */
async function readable({ machine }, { letters, backups, messages }) {
  const { DecryptionSettings, DeviceLists, RoomId, TrustRequirement } = library;
  const settings = () => new DecryptionSettings(TrustRequirement.Untrusted);
  for (const letter of letters) await machine.receiveSyncChanges(JSON.stringify([letter]), new DeviceLists([], []), new Map(), new Set(), settings()).catch(() => {});
  const { decryptionKey } = await machine.getBackupKeys();
  const kept = backups.flatMap((backup) => [...backup.sessions.values()]);
  const found = new Map();
  for (const { session, data } of kept) {
    const { ephemeral, mac, ciphertext } = data.session_data;
    try {
      found.set(session, { ...JSON.parse(decryptionKey.decryptV1(ephemeral, mac, ciphertext)), room_id: roomIdOf(ROOM), session_id: session });
    } catch {
      // It was encrypted for another key.
    }
  }
  await machine.importBackedUpRoomKeys(new Map([[new RoomId(roomIdOf(ROOM)), found]]), () => undefined, '1');
  const read = [];
  for (const { id, sender, sealed: { algorithm, ciphertext, session, device, senderKey } } of messages) {
    const content = { algorithm, ciphertext, session_id: session, device_id: device, sender_key: senderKey };
    const event = { type: 'm.room.encrypted', event_id: `$${id}`, room_id: roomIdOf(ROOM), sender: userOf(sender.id), origin_server_ts: 1, content };
    const text = await machine.decryptRoomEvent(JSON.stringify(event), new RoomId(roomIdOf(ROOM)), settings()).then((one) => JSON.parse(one.event).content.text, () => null);
    read.push(text);
  }  return read;
}

/** All backups that there ever were. */
function everyBackup(server) {
  const backups = new Set();
  const { newBackup } = server;
  server.newBackup = function (login, body) {
    const answer = newBackup.call(this, login, body);
    backups.add(this.person(login.person).backup);
    return answer;
  };
  for (const { backup } of server.people.values()) if (backup) backups.add(backup);
  return backups;
}

const saved = (...devices) => Promise.all(devices.map(({ keyring }) => keyring.unsaved()));

test('a removed device reads nothing that came after, with all mail and all backups', async () => {
  const { server, ann, ben, recoveryKey } = await two();
  const [letters, backups] = [everyLetter(server), everyBackup(server)];
  const third = await deviceOf(server, 1);
  await third.keyring.recover(recoveryKey);
  const stolen = await opened(server, 1);
  await stolen.keyring.recover(recoveryKey);
  await settle(ann, ben, third, stolen);
  const before = await ben.say(ROOM, 'before');
  for (const device of [ann, third]) assert.deepEqual(await device.read(before), ['before']);
  await saved(ann, third);

  await ann.keyring.removeDevice(stolen.name);
  await settle(ann, third, ben);
  const after = [await ben.say(ROOM, 'after'), await ann.say(ROOM, 'mine'), await third.say(ROOM, 'also mine')];
  for (const device of [ann, third]) assert.deepEqual(await device.read(before, ...after), ['before', 'after', 'mine', 'also mine']);
  await settle(ann, third);
  assert.deepEqual(await saved(ann, third), [0, 0]);

  const all = { letters, backups: [...backups], messages: [before, ...after] };
  assert.deepEqual(await readable(stolen, all), ['before', null, null, null]);

  // With the old recovery key and the help of another device one comes in; another key is asked for, and is enough.
  assert.equal((await third.keyring.status()).outdated, true);
  const late = await deviceOf(server, 1);
  await late.keyring.recover(recoveryKey);
  await settle(late, ann, third);
  await until(() => late.told.some(([what]) => what === 'keys'));
  assert.deepEqual(await late.read(before, ...after), ['before', 'after', 'mine', 'also mine']);
  const { recoveryKey: other } = await third.keyring.replaceRecovery({});
  assert.equal((await ann.keyring.status()).outdated, false);
  // Whoever is not removed reads it in the same way.
  const fresh = await opened(server, 1);
  await fresh.keyring.recover(other);
  assert.deepEqual(await readable(fresh, all), ['before', 'after', 'mine', 'also mine']);
});

test('a removed member reads nothing that came after, with all mail and all backups', async () => {
  const { server, ann, ben } = await two();
  const [letters, backups] = [everyLetter(server), everyBackup(server)];
  const cem = await opened(server, 3);
  server.join(ROOM, 3);
  await cem.keyring.setUp({});
  const before = await ben.say(ROOM, 'before');
  assert.deepEqual(await cem.read(before), ['before']);
  server.leave(ROOM, 3);
  const after = [await ben.say(ROOM, 'after'), await ann.say(ROOM, 'mine')];
  await ann.read(...after);
  await ben.read(...after);
  await settle(ann, ben);
  assert.deepEqual(await saved(ann, ben), [0, 0]);

  const all = { letters, backups: [...backups], messages: [before, ...after] };
  assert.deepEqual(await readable(cem, all), ['before', null, null]);
});

test('a backup that could not be begun anew is, as soon as that is possible', async () => {
  const { server, ann, recoveryKey } = await two();
  const stolen = await deviceOf(server, 1);
  await stolen.keyring.recover(recoveryKey);
  const { version } = server.person(1).backup;
  let refused = 1;
  const { newBackup } = server;
  server.newBackup = function (...args) {
    if (refused-- > 0) throw Object.assign(new Error('unavailable'), { code: 'unavailable' });
    return newBackup.apply(this, args);
  };
  await ann.keyring.removeDevice(stolen.name);
  assert.equal(server.person(1).backup.version, version);
  await ann.keyring.news();
  assert.notEqual(server.person(1).backup.version, version);
  assert.equal((await ann.keyring.status()).outdated, true);
});
