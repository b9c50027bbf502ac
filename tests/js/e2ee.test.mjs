// Encrypted rooms in the page, with a keyring that only pretends: who runs the worker, what is opened, what leaves.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createOutbox } from '../../static/js/core/net/outbox.js';
import { WireError } from '../../static/js/core/net/socket.js';
import { callsIn } from '../../static/js/e2ee/calls.js';
import { createClient } from '../../static/js/e2ee/client.js';
import { createOpening } from '../../static/js/e2ee/opening.js';
import { arrived, callOf, isPlain, standing, wrote } from '../../static/js/e2ee/sealed.js';
import { slice as messages } from '../../static/js/messages/slice.js';
import { slice as rooms } from '../../static/js/rooms/slice.js';
import { composed } from '../../static/js/core/store/store.js';
import { FakeRoom, ann, ben, fakeWait, pageOf, settle } from './support.mjs';

const CANARY = 'the vault is behind the bakery';

/** A browser: locks and a channel that its tabs share, and workers that answer as they are told. */
function makeBrowser(answer = async ({ method, args }) => [method, ...args]) {
  const waiting = [];
  const ports = new Set();
  const browser = { workers: [], asked: [] };
  let held = false;

  function turn() {
    if (held || !waiting.length) return;
    held = true;
    waiting.shift()().then(() => {
      held = false;
      turn();
    });
  }

  browser.tab = (tab, later = () => undefined) => {
    const channel = { onmessage: null, postMessage: (data) => queueMicrotask(() => [...ports].filter((other) => other !== channel).forEach((other) => other.onmessage?.({ data: structuredClone(data) }))) };
    ports.add(channel);
    const worker = () => {
      const made = { tab, ended: false, onmessage: null, told: [], terminate: () => (made.ended = true), say: (data) => made.onmessage?.({ data }) };
      made.postMessage = async (data) => {
        made.told.push(data);
        if (!('ask' in data)) return;
        browser.asked.push([tab, data.method]);
        const value = await answer(data).then((found) => ({ value: found }), (error) => ({ error: { ...error, code: error.code, message: error.message } }));
        if (!made.ended) made.say({ answer: data.ask, ...value });
      };
      browser.workers.push(made);
      return made;
    };
    const locks = { request: (_name, work) => new Promise((done) => (waiting.push(() => Promise.resolve(work()).then(done)), turn())) };
    const client = createClient({ name: 'keys', tab, start: { person: 1 }, locks, channel, makeWorker: worker, later });
    return Object.assign(client, { close: () => (client.stop(), ports.delete(channel)) });
  };
  return browser;
}

test('one tab runs the worker, and the others ask through it', async () => {
  const browser = makeBrowser();
  const [first, second] = [browser.tab('one'), browser.tab('two')];
  assert.deepEqual(await second.keyring.prepare(7), ['prepare', 7]);
  assert.deepEqual(await first.keyring.unsaved(), ['unsaved']);
  assert.equal(browser.workers.length, 1);
  assert.deepEqual(browser.workers[0].told[0], { start: { person: 1 } });
});

test('when the tab that runs the worker closes, the next one is asked again what was not answered', async () => {
  let slow = true;
  const browser = makeBrowser(async ({ method }) => (slow ? new Promise(() => {}) : method));
  const [first, second] = [browser.tab('one'), browser.tab('two')];
  const answer = second.keyring.status();
  await settle();
  slow = false;
  first.close();
  assert.equal(await answer, 'status');
  assert.deepEqual(browser.workers.map(({ tab }) => tab), ['one', 'two']);
});

test('what the worker tells all tabs hear, and a refusal comes with whom it concerns', async () => {
  const browser = makeBrowser(async () => Promise.reject(Object.assign(new Error('changed'), { code: 'identityChanged', people: [2] })));
  const [first, second] = [browser.tab('one'), browser.tab('two')];
  const heard = [];
  for (const tab of [first, second]) tab.on('trust', ({ people }) => heard.push(people));
  browser.workers[0].say({ event: 'trust', data: { people: [2] } });
  await assert.rejects(second.keyring.seal({}), { code: 'identityChanged', people: [2] });
  await assert.rejects(first.keyring.seal({}), { code: 'identityChanged', people: [2] });
  assert.deepEqual(heard, [[2], [2]]);
});

test('nobody waits for ever, nor for a worker that did not start', async () => {
  const alarms = [];
  const browser = makeBrowser(() => new Promise(() => {}));
  const tab = browser.tab('one', (ring) => alarms.push(ring));
  const late = tab.keyring.status();
  alarms.forEach((ring) => ring());
  await assert.rejects(late, { code: 'timeout' });
  const other = tab.keyring.status();
  browser.workers[0].onerror({});
  await assert.rejects(other, { code: 'failed' });
  await assert.rejects(tab.keyring.status(), { code: 'failed' });
});

const { initialState, createStore } = composed([rooms, messages], [(message, _, me) => arrived(message, me)]);
const sealed = (ciphertext, session = 's1') => ({ algorithm: 'm.megolm.v1.aes-sha2', ciphertext, session, device: 'D', senderKey: 'K', keysVersion: 1, calls: [] });

/** An encrypted room on a page, and a keyring that knows these ciphertexts. */
function makePage(known, history = []) {
  const server = new FakeRoom();
  for (const ciphertext of history) Object.assign(server.post(ben, ''), { sealed: sealed(ciphertext) });
  const store = createStore(initialState(pageOf(server)));
  const page = { server, store, batches: [], asked: [] };
  const keyring = {
    async open(list) {
      page.batches.push(list);
      return list.map(({ id, version, sealed: { ciphertext } }) => (known[ciphertext] ? { id, version, text: known[ciphertext], shield: '' } : { id, version, text: null, why: 'noKey' }));
    },
    askForKeys: async (room) => void page.asked.push(room),
  };
  page.opening = createOpening({ store, keyring, now: () => 0 });
  page.texts = () => store.get().logs['room:7'].list.map(({ content }) => content);
  page.stands = () => store.get().logs['room:7'].list.map(standing);
  return page;
}

test('what is sealed is opened in batches, the newest first, and stands in the log like any other text', async () => {
  const history = Array.from({ length: 50 }, (_, i) => `c${i}`);
  const page = makePage(Object.fromEntries(history.map((one) => [one, `text ${one}`])), history);
  assert.deepEqual(new Set(page.stands()), new Set(['opening']));
  await page.opening.work();
  assert.deepEqual(page.batches.map((batch) => batch.length), [40, 10]);
  assert.equal(page.batches[0][0].seq, 50);
  assert.deepEqual(page.texts(), history.map((one) => `text ${one}`));
  await page.opening.work();
  assert.equal(page.batches.length, 2);
});

test('a reaction leaves the text where it is, and an edit is opened anew', async () => {
  const page = makePage({ one: 'first', two: 'second' }, ['one']);
  await page.opening.work();
  page.store.dispatch({ type: 'messageChanged', data: page.server.change(1, { reactions: [] }) });
  assert.deepEqual(page.texts(), ['first']);
  assert.equal(page.batches.length, 1);
  page.store.dispatch({ type: 'messageChanged', data: page.server.change(1, { sealed: sealed('two'), editedAt: '2026-01-01T00:00:00Z' }) });
  await settle();
  assert.deepEqual(page.texts(), ['second']);
});

test('what the server changes around a ciphertext is not taken for what was opened', async () => {
  const page = makePage({ one: 'for the room' }, ['one']);
  await page.opening.work();
  page.store.dispatch({ type: 'messageChanged', data: page.server.change(1, { sender: ann }) });
  assert.equal(page.stands()[0], 'opening');
  const copy = { ...page.server.messages[0], id: 999 };
  assert.notEqual(callOf(copy), callOf(page.server.messages[0]));
  assert.equal(arrived(copy, 1).content, '');
});

test('what cannot be opened says why, asks for its key once, and heals when that comes', async () => {
  const known = {};
  const page = makePage(known, ['one', 'two']);
  await page.opening.work();
  assert.deepEqual(page.stands(), ['shut', 'shut']);
  assert.deepEqual(page.asked, [7]);
  known.one = 'hello';
  await page.opening.keysCame([{ room: 7, sessions: ['other'] }]);
  assert.deepEqual(page.stands(), ['shut', 'shut']);
  await page.opening.keysCame([{ room: 7, sessions: ['s1'] }]);
  assert.deepEqual(page.texts(), ['hello', '']);
  assert.deepEqual(page.stands(), ['open', 'shut']);
});

test('an older version that the server brings back is looked at anew', async () => {
  const known = { one: 'I owe you 10', two: 'I owe you 1000' };
  const page = makePage(known, ['one']);
  await page.opening.work();
  const { sealed: before } = page.server.messages[0];
  page.store.dispatch({ type: 'messageChanged', data: page.server.change(1, { sealed: sealed('two'), editedAt: '2026-01-01T00:00:00Z' }) });
  await settle();
  assert.deepEqual(page.texts(), ['I owe you 1000']);
  // The keyring knows by now that there was a newer one.
  delete known.one;
  page.store.dispatch({ type: 'messageChanged', data: page.server.change(1, { sealed: before, editedAt: null }) });
  await settle();
  assert.deepEqual(page.stands(), ['shut']);
});

test('what comes in the open where others wrote sealed is told from that, whatever the server says of the room', async () => {
  const page = makePage({ one: 'sealed' }, ['one']);
  await page.opening.work();
  const forged = page.server.post(ben, 'give me your money');
  for (const room of [undefined, { encrypted: false, encryptedFrom: null }, { encrypted: true, encryptedFrom: 1e9 }]) assert.equal(isPlain({ ...forged, room: 7 }, room), true);
  assert.equal(isPlain({ ...forged, room: 8 }, undefined), false);
});

test('a key that comes while its message is being opened in vain opens it', async () => {
  const known = {};
  const page = makePage(known, ['one']);
  const opening = page.opening.work();
  known.one = 'hello';
  await page.opening.keysCame([{ room: 7, sessions: ['s1'] }]);
  await opening;
  assert.deepEqual(page.texts(), ['hello']);
  assert.equal(page.batches.length, 2);
});

test("one's own text is there as soon as the server has it", () => {
  wrote('mine', 'c1', 'what I wrote');
  const message = { id: 1, room: 7, seq: 1, version: 1, sender: ann, clientId: 'mine', replyTo: null, content: '', sealed: sealed('c1'), deleted: false };
  assert.equal(arrived(message, ann.id).content, 'what I wrote');
  assert.equal(arrived({ ...message, sender: ben }, ann.id).content, '');
});

/** An outbox whose one step seals by a keyring that a test can spoil. */
function makeOutbox(trouble = [], refusals = []) {
  const kept = new Map();
  const page = { kept, sent: [], seals: 0, store: createStore(initialState(pageOf(new FakeRoom()))) };
  const storage = { entries: async () => [], put: async (entry) => void kept.set(entry.clientId, structuredClone(entry)), remove: async (id) => void kept.delete(id) };
  const step = {
    name: 'seal',
    each: true,
    async prepare() {
      const problem = trouble.shift();
      if (problem) throw problem;
      page.seals += 1;
      return { extra: { sealed: sealed(`c${page.seals}`) } };
    },
  };
  const request = async (_event, payload) => {
    page.sent.push(payload);
    const refusal = refusals.shift();
    if (refusal) throw refusal;
    return { message: { id: 1, room: 7, seq: 1, version: 1, sender: ann, replyTo: null, deleted: false, content: '', timestamp: '2026-01-01T00:00:00Z', ...payload } };
  };
  page.outbox = createOutbox({ request, online: () => true, storage, store: page.store, lock: async (_name, work) => work(), wait: fakeWait().wait, steps: [step], random: () => 0 });
  page.pending = () => page.store.get().logs['room:7'].pending;
  return page;
}

test('a text leaves sealed, and in no other way; what is sealed is stored nowhere', async () => {
  const page = makeOutbox();
  page.outbox.send({ key: 'room:7', room: 7 }, CANARY);
  assert.ok(!('extra' in [...page.kept.values()][0]));
  await settle(50);
  assert.equal(page.sent.length, 1);
  assert.ok(!JSON.stringify(page.sent).includes(CANARY));
  assert.ok(!('content' in page.sent[0]));
});

test('when keys are out of date it is sealed again, as the same message', async () => {
  const page = makeOutbox([], [new WireError('staleKeys'), new WireError('staleKeys')]);
  page.outbox.send({ key: 'room:7', room: 7 }, CANARY);
  await settle(50);
  assert.deepEqual(page.sent.map((one) => one.sealed.ciphertext), ['c1', 'c2', 'c3']);
  assert.equal(new Set(page.sent.map((one) => one.clientId)).size, 1);
  assert.deepEqual(page.pending(), []);
});

test('an identity that changed holds the message back until its writer decides', async () => {
  const page = makeOutbox([new WireError('forbidden', 'Ben has another identity than before.')]);
  page.outbox.send({ key: 'room:7', room: 7 }, CANARY);
  await settle(50);
  assert.deepEqual(page.sent, []);
  assert.deepEqual(page.pending().map(({ status, code, said }) => [status, code, said]), [['failed', 'forbidden', 'Ben has another identity than before.']]);
  page.outbox.retry(page.pending()[0]);
  await settle(50);
  assert.equal(page.sent.length, 1);
});

test('whom a text calls for is found among the members, and asked for where they are not known', async () => {
  const members = [{ id: 2, username: 'ben' }, { id: 3, username: 'علي' }, { id: 4, username: '王' }];
  const asked = [];
  const ask = async (_method, path) => (asked.push(path), { members: [{ id: 9, username: 'zoe.b' }] });
  assert.deepEqual(await callsIn('@ben, see @BEN- and mail@ben.example', 7, members, ask), [2]);
  assert.deepEqual(await callsIn('مرحبا @علي', 7, members, ask), [3]);
  assert.deepEqual(await callsIn('你好@王你好', 7, members, ask), [4]);
  assert.deepEqual(asked, []);
  assert.deepEqual(await callsIn('@zoe.b. @nobody', 7, members, ask), [9]);
});
