// What goes to the server as it is written does not, from a room that this browser remembers as encrypted: whatever the server says of it by now.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

const stored = new Map([['weconnect:e2ee:1', 'DEVICE 7 ']]);
globalThis.localStorage = { getItem: (key) => stored.get(key) ?? null, setItem: (key, value) => stored.set(key, value), removeItem: (key) => stored.delete(key) };
globalThis.HTMLElement ??= class {};
globalThis.document = { querySelector: () => null, getElementById: () => null, documentElement: { dataset: {}, lang: 'en' } };

const { provide } = await import('../../static/js/core/dom/app.js');
const { feature } = await import('../../static/js/e2ee/index.js');
const { isSecret } = await import('../../static/js/emoji/secret.js');
const { commands } = await import('../../static/js/reminders/commands.js');
const { schedule, whySealed } = await import('../../static/js/scheduled/scheduling.js');

const WAS = 7;
const PLAIN = 9;
const area = { closest: () => pane };
const pane = { dataset: {} };
let sent;
let rooms;
const app = {
  store: { get: () => ({ me: { id: 1 }, rooms, roomId: Number(pane.dataset.room) }), dispatch() {} },
  link: { request: async (event, payload) => (sent.push([event, payload]), {}) },
  features: { keeping: feature.keeping },
};
provide(app);
const when = { at: '2030-01-01T09:00:00.000Z' };
const written = (room) => ({ room, content: 'the vault is behind the picture', replyTo: null, done() {} });

beforeEach(() => {
  sent = [];
  rooms = { [WAS]: { id: WAS, encrypted: false }, [PLAIN]: { id: PLAIN, encrypted: false } };
});

test('no message that is to be sent later', async () => {
  await assert.rejects(schedule(area, written(WAS), when, new Date(when.at)), { code: 'forbidden', message: /only your devices can encrypt/ });
  assert.match(whySealed(WAS), /only your devices can encrypt/);
  assert.deepEqual([sent, whySealed(PLAIN)], [[], '']);
  await schedule(area, written(PLAIN), when, new Date(when.at));
  assert.equal(sent.length, 1);
});

test('nor where somebody else has turned encryption on since the moment was asked for', async () => {
  rooms[PLAIN].encrypted = true;
  await assert.rejects(schedule(area, written(PLAIN), when, new Date(when.at)), { code: 'forbidden' });
  assert.deepEqual(sent, []);
});

test('no words of a reminder', async () => {
  const [{ run }] = commands;
  assert.match((await run('me in 20 minutes look behind the picture', { app, room: rooms[WAS] })).error, /say only when/);
  assert.deepEqual(sent, []);
  await run('me in 20 minutes', { app, room: rooms[WAS] });
  await run('me in 20 minutes call Bo', { app, room: rooms[PLAIN] });
  assert.deepEqual(sent.map(([, { text }]) => text), ['', 'call Bo']);
});

test('no emoji', () => {
  pane.dataset = { conversation: `room:${WAS}`, room: WAS };
  assert.equal(isSecret(area), true);
  pane.dataset = { conversation: `room:${PLAIN}`, room: PLAIN };
  assert.equal(isSecret(area), false);
});
