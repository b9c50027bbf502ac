// Drafts on several devices: one for each conversation, never doubled, never back again, and no text is lost.
import assert from 'node:assert/strict';
import { test, mock } from 'node:test';
import { createLocal } from '../../static/js/core/net/local.js';
import { createKnown } from '../../static/js/drafts/known.js';
import { merged } from '../../static/js/drafts/merge.js';
import { slice } from '../../static/js/drafts/slice.js';
import { createSync } from '../../static/js/drafts/sync.js';
import { settle as settled } from './support.mjs';

const HALL = { key: 'room:7', room: 7 };
let ids = 0;
const uuid = () => `id-${(ids += 1)}`;

/** A server as weconnect/drafts/service.py is one. */
function makeServer() {
  const server = { draft: null, sent: new Set(), devices: [], asked: [] };
  server.tell = (draft) => server.devices.forEach((one) => one.online && one.heard(draft));
  server.save = ({ room, thread = null, content = '', sealed = null, replyTo = null, clientId, base }) => {
    server.asked.push({ content, base });
    if (server.draft && server.sent.has(server.draft.clientId)) server.tell((server.draft = null));
    const { draft } = server;
    if (server.sent.has(clientId)) return { saved: false, draft };
    const empty = !content && !sealed && !replyTo;
    if (!draft && empty) return { saved: true, draft: null };
    if ((draft?.version ?? 0) !== base) return { saved: false, draft };
    server.draft = empty ? null : { room, thread, content, sealed, replyTo, clientId, version: (server.last = (server.last ?? 0) + 1) };
    server.tell(server.draft);
    return { saved: true, draft: server.draft };
  };
  return server;
}

/** A browser with one box. */
function makeDevice(server, keeping) {
  const kept = new Map();
  const storage = { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value), removeItem: (key) => void kept.delete(key) };
  const mine = (work) => {
    const before = globalThis.localStorage;
    globalThis.localStorage = storage;
    try {
      return work();
    } finally {
      globalThis.localStorage = before;
    }
  };
  let state = slice.initial({});
  const device = { online: true, writing: false, text: '', id: uuid(), came: 0 };
  const store = { get: () => state, dispatch: ({ type, data }) => void (state = slice.on[type](state, data, {})) };
  const local = createLocal(1, undefined, keeping);
  const wrapped = Object.fromEntries(Object.entries(local).map(([name, does]) => [name, (...args) => mine(() => does(...args))]));
  const fetched = wrapped.fetchDraft;
  wrapped.fetchDraft = async (...args) => {
    const hook = device.meanwhile;
    device.meanwhile = undefined;
    hook?.();
    return fetched(...args);
  };
  const known = createKnown(1);
  const link = { online: () => device.online, request: async (_, payload) => (device.online ? server.save(payload) : Promise.reject(Object.assign(new Error(), { code: 'offline' }))) };
  const sync = createSync({ store, local: wrapped, link, known: Object.fromEntries(Object.entries(known).map(([name, does]) => [name, (...args) => mine(() => does(...args))])), writing: () => device.writing, came: () => ((device.came += 1), (device.text = wrapped.draft(HALL).text)), uuid });
  device.heard = (draft) => {
    store.dispatch({ type: 'draftChanged', data: { room: 7, thread: null, draft } });
    sync.settle(HALL.key);
  };
  device.write = (text) => {
    device.text = text;
    wrapped.saveDraft(HALL, { text, replyTo: null }, device.id);
  };
  device.send = () => {
    server.sent.add(device.id);
    device.id = uuid();
    device.write('');
  };
  device.comeBack = () => {
    device.online = true;
    store.dispatch({ type: 'draftList', data: { drafts: server.draft && !server.sent.has(server.draft.clientId) ? [server.draft] : [] } });
    sync.all();
  };
  server.devices.push(device);
  return device;
}

async function pass(ms = 3000) {
  for (let left = ms; left > 0; left -= 50) {
    mock.timers.tick(50);
    await settled();
  }
}

function two(t) {
  t.mock.timers.enable?.({ apis: [] });
  mock.timers.reset();
  mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  const server = makeServer();
  return [server, makeDevice(server), makeDevice(server)];
}

test('what is written on one device stands on the other, and goes when it is sent', async (t) => {
  const [server, one, other] = two(t);
  for (const text of ['h', 'he', 'hello']) one.write(text);
  await pass();
  assert.equal(other.text, 'hello');
  assert.equal(server.asked.length, 1, 'not with each key');
  one.send();
  await pass();
  assert.deepEqual([one.text, other.text, server.draft], ['', '', null]);
});

test('what is written while a draft of another device comes in stays', async (t) => {
  const [, one, other] = two(t);
  one.write('both');
  await pass();
  other.meanwhile = () => other.write('mine');
  one.write('theirs');
  await pass();
  assert.deepEqual([one.text, other.text], ['theirs\nmine', 'theirs\nmine']);
});

test('what is sent at once is never told', async (t) => {
  const [server, one] = two(t);
  one.write('hello');
  one.send();
  await pass();
  assert.deepEqual(server.asked, []);
});

test('what was sent comes not back: by a late save, or a device that was away', async (t) => {
  const [server, one, other] = two(t);
  one.write('hello');
  await pass();
  other.online = false;
  one.write('hello!');
  // It goes just before it is saved.
  server.sent.add(one.id);
  await pass();
  assert.equal(server.draft, null);
  one.id = uuid();
  one.write('');
  await pass();
  other.comeBack();
  await pass();
  assert.deepEqual([one.text, other.text, server.draft], ['', '', null]);
});

test('two devices that wrote while one was away keep both', async (t) => {
  const [server, one, other] = two(t);
  one.write('hello');
  await pass();
  other.online = false;
  other.write('on the train');
  one.write('at the desk');
  await pass();
  other.comeBack();
  await pass();
  assert.equal(other.text, 'at the desk\non the train');
  assert.equal(one.text, other.text);
  assert.equal(server.draft.content, other.text);
});

test('nothing changes in a box in which somebody is writing', async (t) => {
  const [server, one, other] = two(t);
  other.writing = true;
  other.write('I am');
  one.write('from elsewhere');
  await pass(6000);
  assert.equal(other.text, 'I am');
  assert.equal(other.came, 0);
  other.writing = false;
  await pass(6000);
  assert.equal(other.text.split('\n').sort().join(), one.text.split('\n').sort().join());
  assert.ok(server.draft.content.includes('I am') && server.draft.content.includes('from elsewhere'));
});

test('what only one can read stays where it was written, until both can', async (t) => {
  const [server] = two(t);
  const made = (more = {}) => {
    const kept = new Map();
    return makeDevice(server, { of: () => true, take: async (name) => kept.get(name) ?? null, put: async (name, text) => void kept.set(name, text), seal: async (_, text) => `sealed:${Buffer.from(text).toString('base64')}`, open: async (_, text) => Buffer.from(text.slice(7), 'base64').toString(), ...more });
  };
  const [one, other, locked] = [made(), made(), made({ seal: async () => null, open: async () => null })];
  one.write('the vault');
  await pass();
  assert.ok(server.draft.sealed.startsWith('sealed:') && !server.draft.content);
  assert.equal(other.text, 'the vault');
  assert.equal(locked.text, '');
  locked.write('mine');
  await pass();
  assert.equal(other.text, 'the vault');
});

test('how two texts come together', () => {
  const of = (text, replyTo = null) => ({ text, replyTo });
  const cases = [
    [of('a'), false, of('b'), of('b'), false],
    [of(''), true, of('b'), of('b'), false],
    [of('a'), true, of(''), of('a'), true],
    [of('a b'), true, of('a'), of('a b'), true],
    [of('a'), true, of('a b'), of('a b'), false],
    [of('a'), true, of('a'), of('a'), false],
    [of('a'), true, of('b'), of('b\na'), true],
    [of('a', 3), true, of('b', 4), of('b\na', 3), true],
  ];
  for (const [mine, dirty, theirs, draft, push] of cases) assert.deepEqual(merged(mine, dirty, theirs), { draft, push });
});
