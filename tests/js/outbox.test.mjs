import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createOutbox } from '../../static/js/core/net/outbox.js';
import { WireError } from '../../static/js/core/net/socket.js';
import { uuid } from '../../static/js/core/net/uuid.js';
import { FakeRoom, ann, settle, createStore, fakeWait, initialState, pageOf } from './support.mjs';

const DESIGN = { key: 'room:7', room: 7 };

/** What survives the closing of a tab. */
function fakeStorage(kept = new Map()) {
  return {
    kept,
    entries: async () => structuredClone([...kept.values()]),
    put: async (entry) => void kept.set(entry.clientId, structuredClone(entry)),
    remove: async (clientId) => void kept.delete(clientId),
  };
}

/** A tab with an outbox on a server whose answers a test can spoil. */
function makeTab({ server = new FakeRoom(), storage = fakeStorage(), trouble = [], steps = [] } = {}) {
  const store = createStore(initialState(pageOf(server)));
  const { wait, waits } = fakeWait();
  const tab = { server, storage, store, waits, online: true, asked: [] };
  const request = async (event, payload) => {
    if (!tab.online) throw new WireError('offline');
    tab.asked.push(payload.content);
    tab.payload = payload;
    const next = trouble.shift();
    if (next === 'lost answer') {
      server.answer(event, payload);
      throw new WireError('timeout');
    }
    if (next) throw next;
    return server.answer(event, payload, ann);
  };
  const lock = async (_name, work) => work();
  tab.outbox = createOutbox({ request, online: () => tab.online, storage, store, lock, wait, steps, random: () => 0 });
  tab.texts = () => store.get().logs['room:7'].list.map((m) => m.content);
  tab.pending = () => store.get().logs['room:7'].pending;
  return tab;
}

test('what is sent is on the screen before the server is asked, and sent once it has answered', async () => {
  const tab = makeTab();
  tab.outbox.send(DESIGN, 'hello');
  assert.equal(tab.pending()[0].content, 'hello');
  await settle();
  assert.deepEqual(tab.pending(), []);
  assert.deepEqual(tab.texts(), ['hello']);
  assert.equal(tab.storage.kept.size, 0);
});

test('files may go without a word', async () => {
  const tab = makeTab();
  tab.outbox.send(DESIGN, '', null, { attachments: ['f'.repeat(32)] });
  await settle();
  assert.deepEqual(tab.payload.attachments, ['f'.repeat(32)]);
  assert.ok(!('content' in tab.payload));
});

test('the order written is the order sent', async () => {
  const tab = makeTab({ trouble: [new WireError('unavailable', 'busy', 1)] });
  for (const text of ['one', 'two', 'three']) tab.outbox.send(DESIGN, text);
  await settle(200);
  assert.deepEqual(tab.texts(), ['one', 'two', 'three']);
  assert.deepEqual(tab.waits, [1000]);
});

test('what takes long to get ready is sent by itself, and holds up nobody', async () => {
  const ready = [];
  const upload = { name: 'files', each: true, isLong: ({ extra }) => Boolean(extra?.files), prepare: ({ extra }) => (extra?.files ? new Promise((done) => ready.push(() => done({ extra: { attachments: extra.files } }))) : {}) };
  const trouble = [];
  const tab = makeTab({ steps: [upload], trouble });
  for (const name of ['first', 'second']) tab.outbox.send(DESIGN, name, null, { files: [name] });
  tab.outbox.send(DESIGN, 'meanwhile');
  await settle();
  assert.deepEqual(tab.texts(), ['meanwhile']);
  assert.equal(tab.storage.kept.size, 2, 'they wait over a reload');
  trouble.push(new WireError('unavailable', 'busy', 1));
  ready.pop()();
  await settle(200);
  ready.pop()();
  await settle(200);
  assert.deepEqual(tab.texts(), ['meanwhile', 'second']);
  assert.deepEqual(tab.payload.attachments, ['second']);
  ready.pop()();
  await settle(200);
  assert.deepEqual(tab.texts(), ['meanwhile', 'second', 'first']);
  assert.equal(tab.storage.kept.size, 0);
});

test('an answer that was lost makes no second message', async () => {
  const tab = makeTab({ trouble: ['lost answer'] });
  tab.outbox.send(DESIGN, 'hello');
  await settle(200);
  assert.equal(tab.server.messages.length, 1);
  assert.deepEqual(tab.texts(), ['hello']);
});

test('what is written within one millisecond keeps its order over a reload', async () => {
  const storage = fakeStorage();
  const first = makeTab({ storage });
  first.online = false;
  for (const text of ['one', 'two', 'three', 'four']) first.outbox.send(DESIGN, text);
  await settle();
  const stored = [...storage.kept.values()];
  assert.equal(new Set(stored.map((entry) => entry.at)).size, 4);
  const second = makeTab({ storage: fakeStorage(new Map(stored.reverse().map((entry) => [entry.clientId, entry]))) });
  await second.outbox.restore();
  await second.outbox.resume();
  assert.deepEqual(second.texts(), ['one', 'two', 'three', 'four']);
});

test('without a line it waits, and goes when the line is back', async () => {
  const tab = makeTab();
  tab.online = false;
  tab.outbox.send(DESIGN, 'one');
  tab.outbox.send(DESIGN, 'two');
  await settle();
  assert.equal(tab.pending().length, 2);
  assert.deepEqual(tab.asked, []);
  tab.online = true;
  await tab.outbox.resume();
  assert.deepEqual(tab.texts(), ['one', 'two']);
  assert.equal(tab.storage.kept.size, 0);
});

test('the wait that the server asks for is kept, and grows by itself without one', async () => {
  const busy = () => new WireError('unavailable');
  const tab = makeTab({ trouble: [new WireError('rateLimited', 'slow down', 3), busy(), busy(), new WireError('timeout')] });
  tab.outbox.send(DESIGN, 'hello');
  await settle(400);
  assert.deepEqual(tab.waits, [3000, 1000, 2000, 4000]);
  assert.deepEqual(tab.texts(), ['hello']);
});

for (const code of ['badRequest', 'forbidden', 'notFound', 'tooLarge', 'conflict']) {
  test(`${code} is for good: it says so, what follows is sent, and it can be tried again`, async () => {
    const tab = makeTab({ trouble: [new WireError(code)] });
    const entry = tab.outbox.send(DESIGN, 'refused');
    tab.outbox.send(DESIGN, 'next');
    await settle(200);
    assert.deepEqual(tab.texts(), ['next']);
    assert.deepEqual([tab.pending()[0].status, tab.pending()[0].code], ['failed', code]);
    assert.equal(tab.storage.kept.get(entry.clientId).status, 'failed');
    tab.outbox.retry(tab.pending()[0]);
    assert.equal(tab.pending()[0].status, 'pending');
    await settle(200);
    assert.deepEqual(tab.texts(), ['next', 'refused']);
    assert.equal(tab.storage.kept.size, 0);
  });
}

test('what failed can be given up', async () => {
  const tab = makeTab({ trouble: [new WireError('forbidden')] });
  tab.outbox.send(DESIGN, 'refused');
  await settle(100);
  tab.outbox.discard(tab.pending()[0]);
  await settle();
  assert.deepEqual([tab.pending().length, tab.storage.kept.size], [0, 0]);
});

test('a tab that was closed in the middle: the next visit sends what it left, once', async () => {
  const server = new FakeRoom();
  const storage = fakeStorage();
  const first = makeTab({ server, storage, trouble: ['lost answer'] });
  first.outbox.send(DESIGN, 'one');
  first.online = false;
  first.outbox.send(DESIGN, 'two');
  await settle();
  const second = makeTab({ server, storage });
  await second.outbox.restore();
  await second.outbox.resume();
  assert.deepEqual(server.messages.map((m) => m.content), ['one', 'two']);
  assert.equal(storage.kept.size, 0);
});

test('what failed before the visit is shown as failed, and not sent by itself', async () => {
  const storage = fakeStorage();
  const first = makeTab({ storage, trouble: [new WireError('tooLarge')] });
  first.outbox.send(DESIGN, 'much');
  await settle(100);
  const second = makeTab({ storage });
  await second.outbox.restore();
  await second.outbox.resume();
  assert.equal(second.pending()[0].status, 'failed');
  assert.deepEqual(second.asked, []);
});

test('a message that comes back by the live feed first is done', async () => {
  const tab = makeTab();
  tab.online = false;
  const { clientId } = tab.outbox.send(DESIGN, 'hello');
  tab.store.dispatch({ type: 'newMessage', data: tab.server.post(ann, 'hello', { clientId }) });
  assert.equal(tab.outbox.waiting(), 0);
  await settle();
  assert.equal(tab.storage.kept.size, 0);
});

test('a browser that refuses to store still sends', async () => {
  const refuse = async () => {
    throw new Error('no storage here');
  };
  const tab = makeTab({ storage: { kept: new Map(), entries: refuse, put: refuse, remove: refuse } });
  await tab.outbox.restore();
  tab.outbox.send(DESIGN, 'hello');
  await settle(100);
  assert.deepEqual(tab.texts(), ['hello']);
});

/** Two steps that a feature may take: an upload in two pieces, and sealing what is sent. */
function twoSteps({ trouble = [], log = [] } = {}) {
  const upload = {
    name: 'upload',
    async prepare(entry, keep) {
      let { extra = {} } = entry;
      for (const piece of ['first', 'second'].slice(extra.pieces?.length ?? 0)) {
        const next = trouble.shift();
        // The tab is closed in the middle.
        if (next === 'never') await new Promise(() => {});
        if (next) throw next;
        log.push(piece);
        extra = { pieces: [...(extra.pieces ?? []), piece] };
        await keep({ extra });
      }
      return { extra };
    },
  };
  const seal = {
    name: 'seal',
    async prepare({ content }) {
      log.push('seal');
      return { content: `sealed ${content}` };
    },
  };
  return { steps: [upload, seal], log };
}

test('what is done before sending is done in order, and is part of what is sent', async () => {
  const { steps, log } = twoSteps();
  const tab = makeTab({ steps });
  tab.outbox.send(DESIGN, 'hello');
  assert.equal(tab.pending()[0].content, 'hello', 'it is on the screen before anything is done');
  await settle();
  assert.deepEqual(log, ['first', 'second', 'seal']);
  assert.deepEqual(tab.payload.pieces, ['first', 'second']);
  assert.deepEqual(tab.texts(), ['sealed hello']);
  assert.equal(tab.storage.kept.size, 0);
});

test('a step that was done is not done again: not after a lost answer, and not by the next visit', async () => {
  const { steps, log } = twoSteps();
  const server = new FakeRoom();
  const storage = fakeStorage();
  const tab = makeTab({ server, storage, steps });
  // The line goes when all is ready.
  steps.push({ name: 'last', prepare: async () => ((tab.online = false), {}) });
  tab.outbox.send(DESIGN, 'hello');
  await settle();
  const [kept] = storage.kept.values();
  assert.deepEqual(kept.done, ['upload', 'seal', 'last']);

  const next = makeTab({ server, storage, steps, trouble: ['lost answer'] });
  await next.outbox.restore();
  await next.outbox.resume();
  await settle();
  assert.deepEqual(log, ['first', 'second', 'seal']);
  assert.deepEqual(server.messages.map((m) => m.content), ['sealed hello']);
});

test('a step that was cut in two goes on where it was', async () => {
  const server = new FakeRoom();
  const storage = fakeStorage();
  const before = twoSteps({ trouble: [null, 'never'] });
  const tab = makeTab({ server, storage, steps: before.steps });
  tab.outbox.send(DESIGN, 'hello');
  await settle();
  assert.deepEqual(before.log, ['first']);

  const after = twoSteps();
  const next = makeTab({ server, storage, steps: after.steps });
  await next.outbox.restore();
  await next.outbox.resume();
  await settle();
  assert.deepEqual(after.log, ['second', 'seal']);
  assert.deepEqual(next.texts(), ['sealed hello']);
});

test('a step that is refused is for the person to decide, and what was given up meanwhile is not sent', async () => {
  const { steps } = twoSteps({ trouble: [new WireError('tooLarge', 'This file is too large.')] });
  const tab = makeTab({ steps });
  tab.outbox.send(DESIGN, 'hello');
  await settle();
  assert.equal(tab.pending()[0].status, 'failed');
  assert.equal(tab.pending()[0].code, 'tooLarge');
  assert.deepEqual(tab.asked, []);

  let given;
  const slow = { name: 'slow', prepare: async (entry) => (await given.discard(entry), {}) };
  const other = makeTab({ steps: [slow] });
  given = other.outbox;
  other.outbox.send(DESIGN, 'never mind');
  await settle();
  assert.deepEqual(other.asked, []);
  assert.equal(other.storage.kept.size, 0);
});

test('what is written in a conversation stands and waits under its key, whatever that looks like', async () => {
  const server = new FakeRoom();
  const storage = fakeStorage();
  const aside = { key: 'aside/of 12', room: 7 };
  const first = makeTab({ server, storage });
  first.online = false;
  first.outbox.send(DESIGN, 'to all');
  first.outbox.send(aside, 'aside');
  const texts = (tab, key) => tab.store.get().logs[key]?.pending.map((p) => p.content);
  assert.deepEqual([texts(first, 'room:7'), texts(first, aside.key)], [['to all'], ['aside']]);

  // The next visit finds it where it was, also when it is refused, tried again and given up.
  const second = makeTab({ server, storage, trouble: [null, new WireError('forbidden')] });
  await second.outbox.restore();
  await second.outbox.resume();
  assert.deepEqual(second.texts(), ['to all']);
  assert.deepEqual([texts(second, 'room:7'), texts(second, aside.key)], [[], ['aside']]);
  second.online = false;
  second.outbox.retry(second.store.get().logs[aside.key].pending[0]);
  assert.equal(second.store.get().logs[aside.key].pending[0].status, 'pending');
  second.outbox.discard(second.store.get().logs[aside.key].pending[0]);
  assert.deepEqual(texts(second, aside.key), []);
  assert.equal(storage.kept.size, 0);
});

test('client ids are UUIDs, also where the page is not served securely', () => {
  const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  assert.match(uuid(), pattern);
  const insecure = { getRandomValues: (bytes) => crypto.getRandomValues(bytes) };
  const many = new Set(Array.from({ length: 500 }, () => uuid(insecure)));
  assert.equal(many.size, 500);
  for (const id of many) assert.match(id, pattern);
});
