import assert from 'node:assert/strict';
import { test } from 'node:test';
import { missing } from '../../static/js/core/store/log.js';
import { WireError } from '../../static/js/core/net/socket.js';
import { createSync } from '../../static/js/core/net/sync.js';
import { NEWEST, beyond, look, reach } from '../../static/js/messages/view-window.js';
import { FakeRoom, ben, settle, createStore, fakeWait, initialState, pageOf } from './support.mjs';

/** A page on a room, with a line that can be cut and refuse. */
function makePage(server = new FakeRoom()) {
  const store = createStore(initialState(pageOf(server)));
  const { wait, waits } = fakeWait();
  const page = { server, store, waits, asked: [], trouble: [] };
  const request = async (event, payload) => {
    page.asked.push(event);
    const refusal = page.trouble.shift();
    if (refusal) throw refusal;
    return server.answer(event, payload);
  };
  page.sync = createSync({ request, store, wait });
  page.log = () => store.get().logs['room:7'];
  page.hear = () => (server.feed = (event) => store.dispatch(event));
  page.complete = () => {
    assert.equal(missing(page.log()), 0);
    assert.deepEqual(page.log().list, server.messages);
  };
  return page;
}

const posts = (server, n) => {
  for (let i = 0; i < n; i += 1) server.post(ben, `text ${server.messages.length + 1}`);
};

test('a page that was open while nothing happened asks once', async () => {
  const server = new FakeRoom();
  posts(server, 10);
  const page = makePage(server);
  await page.sync.open(7);
  assert.deepEqual(page.asked, ['joinRoom']);
  page.complete();
});

test('after a loss everything missed comes back, counted down to nothing', async () => {
  const server = new FakeRoom();
  posts(server, 10);
  const page = makePage(server);
  posts(server, 430);
  server.change(3, { content: 'edited while away' });
  server.change(440, { content: '', deleted: true });
  const toGo = [];
  await page.sync.open(7, (n) => toGo.push(n));
  page.complete();
  assert.equal(toGo[0], 432);
  assert.deepEqual(toGo, [...toGo].sort((a, b) => b - a));
});

test('messages that arrive while catching up are neither lost nor doubled', async () => {
  const server = new FakeRoom();
  posts(server, 5);
  const page = makePage(server);
  posts(server, 250);
  page.hear();
  let more = 20;
  await page.sync.open(7, () => {
    if (more-- > 0) {
      server.post(ben, 'live');
      server.change(2, { content: `edit ${more}` });
    }
  });
  await settle(200);
  page.complete();
});

test('a gap in the live feed is noticed and filled', async () => {
  const page = makePage();
  await page.sync.open(7);
  posts(page.server, 3);
  page.hear();
  posts(page.server, 1);
  assert.equal(missing(page.log()), 3);
  await settle(200);
  page.complete();
  assert.ok(page.waits.includes(150), 'a moment of patience first');
});

test('two that only overtook each other ask for nothing', async () => {
  const page = makePage();
  await page.sync.open(7);
  const asked = page.asked.length;
  posts(page.server, 2);
  const [first, second] = page.server.events;
  page.store.dispatch(second);
  page.store.dispatch(first);
  await settle(200);
  assert.equal(page.asked.length, asked);
  page.complete();
});

test('two reasons to catch up at once are one catch-up', async () => {
  const page = makePage();
  await page.sync.open(7);
  posts(page.server, 250);
  await Promise.all([page.sync.check(), page.sync.check(), page.sync.catchUp(7)]);
  assert.equal(page.asked.filter((event) => event === 'changes').length, 3);
  page.complete();
});

test('the last message of all may be lost without anything after it: a check finds it', async () => {
  const page = makePage();
  await page.sync.open(7);
  posts(page.server, 1);
  await page.sync.check();
  page.complete();
});

test('whoever was away for very long starts from the newest page', async () => {
  const server = new FakeRoom();
  posts(server, 10);
  const page = makePage(server);
  posts(server, 3000);
  await page.sync.open(7);
  assert.equal(page.log().list.length, 50);
  assert.equal(page.log().list.at(-1).seq, 3010);
  assert.equal(page.log().version, server.version);
  await page.sync.page(7, { before: 2961 });
  assert.equal(page.log().list[0].seq, 2861);
});

test('a server that is busy is asked again after the time it names', async () => {
  const server = new FakeRoom();
  posts(server, 1);
  const page = makePage(server);
  posts(server, 5);
  page.trouble = [new WireError('unavailable', 'busy', 4)];
  await page.sync.open(7);
  assert.deepEqual(page.waits.slice(0, 1), [4000]);
  page.complete();
});

test('a line that breaks in the middle loses nothing: the next opening goes on', async () => {
  const server = new FakeRoom();
  posts(server, 10);
  const page = makePage(server);
  posts(server, 300);
  page.trouble = [null, null, new WireError('offline')];
  await assert.rejects(page.sync.open(7), { code: 'offline' });
  page.sync.lost();
  page.trouble = [];
  await page.sync.open(7);
  page.complete();
});

test('a room that is no longer ours is taken away, and what was said in it', async () => {
  const server = new FakeRoom();
  posts(server, 3);
  const page = makePage(server);
  page.trouble = [new WireError('notFound')];
  await assert.rejects(page.sync.open(7), { code: 'notFound' });
  assert.equal(page.log(), undefined);
});

test('another room: its feed is entered before the old one is left', async () => {
  const page = makePage();
  await page.sync.open(7);
  page.server.id = 8;
  page.store.dispatch({ type: 'opened', data: { room: 8 } });
  await page.sync.open(8);
  assert.deepEqual(page.asked, ['joinRoom', 'joinRoom', 'leaveRoom']);
  assert.ok(page.store.get().logs['room:8'].loaded);
});

test('of two rooms that are opened at once the feed of the one on the screen is kept, whichever answers last', async () => {
  for (const order of [[7, 8], [8, 7]]) {
    const server = new FakeRoom();
    const store = createStore(initialState(pageOf(server)));
    const answers = new Map();
    const left = [];
    const request = (event, { room }) => {
      if (event === 'leaveRoom') left.push(room);
      if (event !== 'joinRoom') return Promise.resolve({});
      server.id = room;
      const answer = server.answer(event, {});
      return new Promise((answered) => answers.set(room, () => answered(answer)));
    };
    const sync = createSync({ request, store, wait: async () => {} });
    // The line is back, and in the same moment somebody goes on to another room.
    const both = [sync.open(7)];
    store.dispatch({ type: 'opened', data: { room: 8 } });
    both.push(sync.open(8));
    for (const room of order) {
      answers.get(room)();
      await settle();
    }
    await Promise.all(both);
    assert.deepEqual(left, [7], `answered in the order ${order}`);
  }
});

/** A page on the room 7, beside which a test opens others; each room lives on the server for itself. */
function makeWide() {
  const rooms = new Map([7, 8].map((id) => [id, new FakeRoom(id)]));
  const [hall, den] = rooms.values();
  const first = pageOf(hall);
  const store = createStore(initialState({ ...first, rooms: [...first.rooms, ...pageOf(den).rooms] }));
  const { wait } = fakeWait();
  const page = { hall, den, store, asked: [], gone: new Set() };
  const request = async (event, payload) => {
    page.asked.push(`${event} ${payload.room}`);
    if (page.gone.has(payload.room)) throw new WireError('notFound');
    return rooms.get(payload.room).answer(event, payload);
  };
  page.sync = createSync({ request, store, wait });
  page.hears = (...heard) => {
    for (const room of [hall, den]) room.feed = heard.includes(room) ? (event) => store.dispatch(event) : null;
  };
  page.complete = (...shown) => {
    for (const { id, messages } of shown) {
      assert.equal(missing(store.get().logs[`room:${id}`]), 0);
      assert.deepEqual(store.get().logs[`room:${id}`].list, messages);
    }
  };
  return page;
}

test('two rooms on a page are both entered and kept complete, until one is closed', async () => {
  const page = makeWide();
  const { hall, den } = page;
  posts(den, 3);
  await page.sync.resume();
  const stop = page.sync.follow(8);
  await settle();
  assert.deepEqual(page.asked, ['joinRoom 7', 'joinRoom 8']);
  page.complete(hall, den);

  // What was overheard in either is noticed by what follows it.
  for (const room of [hall, den]) posts(room, 2);
  page.hears(hall, den);
  for (const room of [hall, den]) posts(room, 1);
  await settle(200);
  page.complete(hall, den);

  // Another room on the screen takes nothing from the one beside it, nor is one of two panes enough to end it.
  const again = page.sync.follow(8);
  again();
  page.asked.length = 0;
  await page.sync.check();
  assert.deepEqual(page.asked, ['changes 7', 'changes 8']);
  page.asked.length = 0;
  stop();
  await page.sync.check();
  assert.deepEqual(page.asked, ['leaveRoom 8', 'changes 7']);
});

test('after a loss both rooms on the page come back, and one that is gone holds up none', async () => {
  const page = makeWide();
  const { hall, den } = page;
  page.hears(hall, den);
  await page.sync.resume();
  page.sync.follow(8);
  await settle();
  for (const room of [hall, den]) posts(room, 1);
  page.hears();
  for (const room of [hall, den]) posts(room, 130);
  page.sync.lost();
  await page.sync.resume();
  page.complete(hall, den);

  page.sync.lost();
  page.gone.add(7);
  posts(den, 1);
  await page.sync.resume();
  page.complete(den);
  assert.equal(page.store.get().logs['room:7'], undefined);
});

test('calls are counted in every room on the page', async () => {
  const page = makeWide();
  await page.sync.resume();
  page.sync.follow(8);
  await settle();
  page.hears(page.hall, page.den);
  page.den.post(ben, 'hello @ann');
  assert.equal(page.store.get().rooms[8].mentions, 1);
  page.den.change(1, { content: 'hello', mentions: [] });
  assert.equal(page.store.get().rooms[8].mentions, 0);
});

/** A server that keeps what `gone` says from whoever asks. */
class Withholding extends FakeRoom {
  gone = new Set();

  history(where) {
    const page = super.history(where);
    return { ...page, messages: page.messages.filter(({ seq }) => !this.gone.has(seq)) };
  }

  changes(where) {
    const page = super.changes(where);
    return { ...page, changes: page.changes.filter(({ seq }) => !this.gone.has(seq)) };
  }
}

const shown = (page) => {
  const log = page.log();
  return look(log.list, NEWEST, page.server.messages.length, true, log).messages.map(({ seq }) => seq);
};

test('what the server does not hand out is asked for three times, then said, and what stands behind it is shown', async () => {
  const page = makePage(new Withholding());
  await page.sync.open(7);
  page.server.gone.add(3).add(4);
  posts(page.server, 6);
  await page.sync.check();
  assert.deepEqual(shown(page), [5, 6], 'a hole is not passed over');
  page.asked.length = 0;
  await page.sync.page(7, { before: 5 });
  assert.deepEqual(page.asked, ['history', 'history', 'history']);
  assert.deepEqual(page.waits.slice(-2), [1000, 3000]);
  assert.deepEqual(page.log().withheld, [[3, 4]]);
  assert.deepEqual(shown(page), [1, 2, 5, 6]);

  // It comes after all, one part in an answer and the other one live.
  page.server.gone.delete(3);
  await page.sync.page(7, { after: 2 }, []);
  assert.deepEqual(page.log().withheld, [[4, 4]]);
  page.store.dispatch({ type: 'newMessage', data: page.server.messages[3] });
  assert.deepEqual(page.log().withheld, []);
  page.complete();
});

test('a page that is whole is asked for once, also where it says where a room begins or ends', async () => {
  const server = new Withholding();
  posts(server, 120);
  const page = makePage(server);
  await page.sync.open(7);
  for (const where of [{ before: 71 }, { before: 21 }, { after: 100 }, { before: 200 }]) {
    page.asked.length = 0;
    await page.sync.page(7, where);
    assert.deepEqual(page.asked, ['history'], JSON.stringify(where));
  }
  assert.deepEqual(page.log().withheld, []);
});

test('what is kept back at either end of a room is missing as well', async () => {
  const server = new Withholding();
  posts(server, 60);
  const page = makePage(server);
  for (let seq = 1; seq <= 5; seq += 1) server.gone.add(seq);
  await page.sync.open(7);
  await page.sync.page(7, { before: 11 });
  assert.deepEqual(page.log().withheld, [[1, 5]]);
  server.gone.add(61).add(62);
  posts(server, 2);
  page.store.dispatch({ type: 'roomActivity', data: { room: 7, lastSeq: 62, unread: 2, mentions: 0 } });
  await page.sync.page(7, { after: 60 });
  assert.deepEqual(page.log().withheld, [[1, 5], [61, 62]]);
  assert.equal(reach(page.log()), 62);
  assert.deepEqual(beyond(page.log().list, { first: 6, last: 60, tail: true }, 62, page.log()), { above: 'nothing', below: 'nothing' });
});

/** Hands out what was said since somebody came. */
class Later extends FakeRoom {
  since = 31;

  history(where) {
    const all = this.messages;
    this.messages = all.filter(({ seq }) => seq >= this.since);
    const page = super.history(where);
    this.messages = all;
    return page;
  }

  join(where) {
    return { ...super.join(where), visibleFromSeq: this.since };
  }
}

test('what was said before one came is not missed, nor asked for again', async () => {
  const server = new Later();
  posts(server, 130);
  const page = makePage(server);
  await page.sync.open(7);
  for (const where of [{ before: 61 }, { before: 32 }, { after: 0 }, { after: 100 }]) {
    page.asked.length = 0;
    await page.sync.page(7, where);
    assert.deepEqual(page.asked, ['history'], JSON.stringify(where));
  }
  assert.deepEqual(page.log().withheld, []);
  assert.equal(beyond(page.log().list, { first: 31, last: 130, tail: true }, 130, page.log()).above, 'nothing');
  const { version } = server.change(3, { content: 'out of sight' });
  page.store.dispatch({ type: 'unseenChanged', data: { room: 7, version } });
  assert.equal(page.log().version, version);
  assert.ok(page.log().list.every(({ seq }) => seq >= 31));
});
