import assert from 'node:assert/strict';
import { test } from 'node:test';
import { byName } from '../../static/js/core/i18n/fold.js';
import { keyOf, missing, pendingKey, segment } from '../../static/js/core/store/log.js';
import { isMine } from '../../static/js/reactions/mine.js';
import { groupsOf, sum } from '../../static/js/rooms/lists.js';
import { unreadIn } from '../../static/js/threads/slice.js';
import { totals } from '../../static/js/rooms/title.js';
import { NEWEST, beyond, look } from '../../static/js/messages/view-window.js';
import { FakeRoom, ann, apply, ben, seeded, createStore, initialState, pageOf, without } from './support.mjs';

const run = (state, ...events) => events.reduce((s, event) => apply(s, event), state);
const texts = (state, room = 7) => state.logs[`room:${room}`].list.map((m) => m.content);

/** A random life of a room: posts, edits, deletions, reactions. */
function live(server, dice, steps) {
  for (let i = 0; i < steps; i += 1) {
    const what = server.messages.length ? dice.below(6) : 0;
    const seq = 1 + dice.below(Math.max(1, server.messages.length));
    if (what < 3) server.post(dice.pick([ann, ben]), `text ${i}`);
    else if (what === 3) server.change(seq, { content: `edit ${i}`, editedAt: 'x' });
    else if (what === 4) server.change(seq, { content: '', deleted: true });
    else server.change(seq, { reactions: [{ emoji: '👍', users: [dice.pick([1, 2])], count: 1 }] });
  }
}

/** What a person sees of a room, from the state. */
const view = (state) => ({
  list: state.logs['room:7'].list.slice(segment(state.logs['room:7'].list)[0]),
  version: state.logs['room:7'].version,
  lastSeq: state.rooms[7].lastSeq,
  unread: state.rooms[7].unread,
});

test('state plus events equals a fresh fetch, whatever the order, the doubles and the losses', () => {
  for (let seed = 1; seed <= 300; seed += 1) {
    const dice = seeded(seed);
    const server = new FakeRoom();
    live(server, dice, dice.below(30));
    let state = initialState(pageOf(server));
    const pages = [];
    server.events = [];
    for (let burst = 0; burst < 4; burst += 1) {
      live(server, dice, dice.below(20));
      pages.push({ type: 'page', data: { room: 7, ...server.history({ before: 1 + dice.below(40), limit: 10 }) } });
    }
    // Some are lost, some come twice, all in any order, among pages of history that are already old.
    const seen = server.events.filter(() => dice.random() > 0.2);
    const again = seen.filter(() => dice.random() > 0.7);
    for (const event of dice.shuffled([...seen, ...again, ...pages])) state = apply(state, event);
    for (let complete = false; !complete; ) {
      const answer = server.changes({ after: state.logs['room:7'].version, limit: 7 });
      state = apply(state, { type: 'changes', data: { room: 7, ...answer } });
      complete = answer.complete;
    }
    const fresh = initialState(pageOf(server, ann, 1000));
    const kept = new Map(fresh.logs['room:7'].list.map((m) => [m.seq, m]));
    for (const message of state.logs['room:7'].list) assert.deepEqual(message, kept.get(message.seq), `seed ${seed}`);
    assert.equal(state.logs['room:7'].version, server.version, `seed ${seed}`);
    assert.equal(missing(state.logs['room:7']), 0);
    assert.equal(state.rooms[7].lastSeq, server.messages.length);
    assert.equal(state.logs['room:7'].list.length, server.messages.length);
  }
});

test('live events alone, each once and in order, leave no gap and equal a fresh fetch', () => {
  const server = new FakeRoom();
  const dice = seeded(42);
  live(server, dice, 20);
  let state = initialState(pageOf(server, ann, 1000));
  server.feed = (event) => {
    state = apply(state, event);
    const fresh = apply(initialState(pageOf(server, ann, 1000)), { type: 'page', data: { room: 7, messages: [] } });
    assert.deepEqual(view(state), view(fresh));
  };
  live(server, dice, 100);
});

test('a mark that was set back is where the server has it, whatever the order of the tellings and however often', () => {
  for (let seed = 1; seed <= 300; seed += 1) {
    const dice = seeded(seed);
    const server = new FakeRoom();
    for (let i = 0; i < 10; i += 1) server.post(ben, `text ${i}`);
    let state = initialState({ ...pageOf(server), setBack: 0 });
    let mark = { readSeq: 0, setBack: 0 };
    const told = [];
    for (let i = 0; i < 12; i += 1) {
      const seq = 1 + dice.below(10);
      if (dice.random() < 0.4 && seq <= mark.readSeq) mark = { readSeq: seq - 1, setBack: mark.setBack + 1 };
      else mark = { ...mark, readSeq: Math.max(mark.readSeq, seq) };
      told.push(dice.pick([
        { type: 'readState', data: { room: 7, ...mark } },
        { type: 'roomActivity', data: { room: 7, lastSeq: 10, unread: 10 - mark.readSeq, mentions: 0, ...mark } },
        { type: 'joined', data: { ...server.join({ after: 10 }), ...mark } },
      ]));
    }
    for (const event of dice.shuffled([...told, ...told.filter(() => dice.random() > 0.5)])) state = apply(state, event);
    assert.deepEqual({ readSeq: state.rooms[7].readSeq, setBack: state.rooms[7].setBack, unread: state.rooms[7].unread }, { ...mark, unread: 10 - mark.readSeq }, `seed ${seed}`);
  }
});

test('what one wrote before the mark was set back reads nothing, what one writes afterwards everything', () => {
  const server = new FakeRoom();
  for (let i = 0; i < 3; i += 1) server.post(ben, `text ${i}`);
  const own = server.post(ann, 'mine');
  let state = initialState(pageOf(server));
  assert.equal(state.rooms[7].readSeq, 4);
  state = apply(state, { type: 'readState', data: { room: 7, readSeq: 1, setBack: 1, mentions: 1 } });
  assert.deepEqual([state.rooms[7].unread, state.rooms[7].readSeq], [3, 1]);
  // A reaction to it, and the same on a page that was opened afterwards.
  const reacted = server.change(own.seq, { reactions: [{ emoji: '👍', users: [2], count: 1 }] });
  state = apply(state, { type: 'messageChanged', data: reacted });
  assert.equal(state.rooms[7].unread, 3);
  server.readSeq = 1;
  const opened = apply(initialState({ ...pageOf(server), setBack: 1 }), { type: 'messageChanged', data: server.change(own.seq, { reactions: [] }) });
  assert.equal(opened.rooms[7].unread, 3);
  state = apply(state, { type: 'newMessage', data: server.post(ann, 'and this') });
  assert.equal(state.rooms[7].unread, 0);
});

test('a missed message is known from its version, and gone once it is fetched', () => {
  const server = new FakeRoom();
  server.post(ben, 'one');
  let state = initialState(pageOf(server));
  server.post(ben, 'missed');
  server.post(ben, 'three');
  state = apply(state, server.events.at(-1));
  assert.equal(missing(state.logs['room:7']), 1);
  assert.deepEqual(segment(state.logs['room:7'].list), [1, 2], 'what follows a gap is a stretch of its own');
  state = apply(state, { type: 'changes', data: { room: 7, ...server.changes({ after: 1 }) } });
  assert.equal(missing(state.logs['room:7']), 0);
  assert.deepEqual(texts(state), ['one', 'missed', 'three']);
});

test('an old copy never replaces a newer one', () => {
  const server = new FakeRoom();
  const old = server.post(ben, 'as written');
  let state = initialState(pageOf(server));
  server.change(1, { content: 'as edited' });
  state = run(state, server.events.at(-1), { type: 'page', data: { room: 7, messages: [old] } });
  assert.deepEqual(texts(state), ['as edited']);
});

test('of two copies in one answer the newer one counts, whichever stands first', () => {
  const server = new FakeRoom();
  const old = server.post(ben, 'as written');
  const state = initialState(pageOf(new FakeRoom()));
  const edited = server.change(1, { content: 'as edited' });
  for (const messages of [[old, edited], [edited, old]]) {
    assert.deepEqual(texts(apply(state, { type: 'page', data: { room: 7, messages } })), ['as edited']);
  }
});

test('what changes nothing hands back the same state, so that nothing is drawn again', () => {
  const server = new FakeRoom();
  server.post(ben, 'one');
  let state = initialState(pageOf(server));
  server.post(ben, 'two');
  state = apply(state, server.events.at(-1));
  assert.equal(apply(state, server.events.at(-1)), state);
  assert.equal(apply(state, { type: 'somethingNew', data: {} }), state);
});

test('the message of the server takes the place of the pending one, under the same key', () => {
  const server = new FakeRoom();
  let state = initialState(pageOf(server));
  const entry = { clientId: 'c-1', room: 7, content: 'hello', replyTo: null, at: 5, status: 'pending' };
  state = apply(state, { type: 'queued', data: entry });
  assert.equal(state.logs['room:7'].pending.length, 1);
  const message = server.post(ann, 'hello', { clientId: 'c-1' });
  state = apply(state, { type: 'newMessage', data: message });
  assert.equal(state.logs['room:7'].pending.length, 0);
  assert.equal(keyOf(message), pendingKey(entry, ann.id));
});

test("somebody else's client id does not take away what I wrote", () => {
  const server = new FakeRoom();
  let state = initialState(pageOf(server));
  state = apply(state, { type: 'queued', data: { clientId: 'c-1', room: 7, content: 'mine', replyTo: null, at: 5, status: 'pending' } });
  state = apply(state, { type: 'newMessage', data: server.post(ben, 'theirs', { clientId: 'c-1' }) });
  assert.equal(state.logs['room:7'].pending.length, 1);
});

test('an entry that is restored after its message arrived is not shown again', () => {
  const server = new FakeRoom();
  server.post(ann, 'hello', { clientId: 'c-1' });
  const state = initialState(pageOf(server));
  assert.equal(apply(state, { type: 'queued', data: { clientId: 'c-1', room: 7, content: 'hello', at: 1, status: 'pending' } }), state);
});

test('unread counts what came after the mark, and a double counts once', () => {
  const server = new FakeRoom();
  server.post(ben, 'old');
  server.readSeq = 1;
  let state = initialState(pageOf(server));
  server.post(ben, 'one');
  server.post(ben, 'two');
  server.post(ben, 'hello @ann');
  for (const event of [...server.events, ...server.events]) state = apply(state, event);
  assert.equal(state.rooms[7].unread, 3);
  assert.equal(state.rooms[7].mentions, 1);
  state = apply(state, { type: 'readState', data: { room: 7, readSeq: 2 } });
  assert.equal(state.rooms[7].unread, 2);
  state = apply(state, { type: 'readState', data: { room: 7, readSeq: 4 } });
  assert.deepEqual([state.rooms[7].unread, state.rooms[7].mentions], [0, 0]);
  state = apply(state, { type: 'readState', data: { room: 7, readSeq: 1 } });
  assert.equal(state.rooms[7].readSeq, 4, 'a read mark never goes back');
});

test('whoever writes has read what stands above', () => {
  const server = new FakeRoom();
  const start = initialState(pageOf(server));
  server.post(ben, 'one');
  server.post(ann, 'my own');
  const state = run(start, ...server.events);
  assert.deepEqual([state.rooms[7].readSeq, state.rooms[7].unread], [2, 0]);
});

test('whoever writes in a thread has not read the room', () => {
  const server = new FakeRoom();
  const root = server.post(ben, 'what begins it');
  server.post(ben, 'unread');
  const state = initialState(pageOf(server));
  const before = state.rooms[7].readSeq;
  const after = apply(state, { type: 'newMessage', data: { ...server.post(ann, 'aside'), thread: root.id } });
  assert.equal(after.rooms[7].readSeq, before);
  assert.equal(apply(after, { type: 'newMessage', data: server.post(ann, 'here') }).rooms[7].readSeq, 4);
});

test('activity elsewhere shows in the list; one that was overtaken does not', () => {
  const server = new FakeRoom();
  let state = initialState(pageOf(server));
  state = apply(state, { type: 'roomAdded', data: { ...server.room, id: 8, name: 'Alpha', lastSeq: 3, version: 3 } });
  state = apply(state, { type: 'roomActivity', data: { room: 8, lastSeq: 9, unread: 4, mentions: 1 } });
  state = apply(state, { type: 'roomActivity', data: { room: 8, lastSeq: 7, unread: 2, mentions: 0 } });
  assert.deepEqual([state.rooms[8].unread, state.rooms[8].mentions], [4, 1]);
  assert.deepEqual(groupsOf(state)[0].rooms.map((room) => room.name), ['Alpha', 'Design']);
  assert.deepEqual(totals(state), { unread: 4, mentions: 1 });
  state = apply(state, { type: 'roomRemoved', data: { room: 8 } });
  assert.equal(state.rooms[8], undefined);
});

test('of what stands in threads only, a count that was overtaken says nothing', () => {
  const server = new FakeRoom();
  let state = initialState(pageOf(server));
  const unread = (type, data) => {
    state = apply(state, { type, data: type === 'rooms' ? data : { room: 8, setBack: 0, mentions: 0, ...data } });
    return state.rooms[8].unread;
  };
  state = apply(state, { type: 'roomAdded', data: { ...server.room, id: 8, lastSeq: 3, version: 3 } });
  assert.equal(unread('roomActivity', { lastSeq: 9, readSeq: 3, unread: 4, aside: 2 }), 4);
  assert.equal(unread('roomActivity', { lastSeq: 7, readSeq: 3, unread: 3, aside: 1 }), 4, 'there is more by now');
  assert.equal(unread('readState', { readSeq: 6, aside: 1 }), 2);
  assert.equal(unread('readState', { readSeq: 4, aside: 2 }), 2, 'more is read by now');
  assert.equal(unread('roomActivity', { lastSeq: 9, readSeq: 4, unread: 3, aside: 2 }), 2, 'it was counted before that');
  const list = (readSeq, aside) => ({ rooms: [{ ...server.room, id: 8, lastSeq: 9, version: 9, readSeq, setBack: 0, mentions: 0, unread: 9 - readSeq - aside, aside }], totals: null, next: null });
  assert.equal(unread('rooms', list(4, 2)), 2, 'so was the list');
  assert.equal(unread('rooms', list(6, 1)), 2);
  assert.equal(unread('readState', { readSeq: 9 }), 0);
});

test('at the way to threads the same is counted as in the totals', () => {
  const server = new FakeRoom();
  const of = (id, more) => ({ ...server.room, id, level: 'all', muted: false, unread: 0, mentions: 0, threads: { unread: id, mentions: 0 }, ...more });
  const rooms = [of(1), of(2, { muted: true }), of(4, { level: 'nothing' }), of(8, { archived: true }), of(16, { level: 'mentions' })];
  const state = { ...initialState(pageOf(server)), rooms: Object.fromEntries(rooms.map((room) => [room.id, room])) };
  assert.equal(unreadIn({ ...state, elsewhere: { ...state.elsewhere, threads: 32 } }), 1 + 16 + 32);
  assert.equal(sum(rooms).threads, 1 + 16);
});

test('a room that was left keeps nothing of what was said there', () => {
  const server = new FakeRoom();
  server.post(ben, 'secret');
  const state = apply(initialState(pageOf(server)), { type: 'roomRemoved', data: { room: 7 } });
  assert.ok(!JSON.stringify(state).includes('secret'));
});

test('typing ends by itself, with a message, and with leaving', () => {
  const server = new FakeRoom();
  const start = initialState(pageOf(server));
  const typing = { type: 'typing', data: { room: 7, user: ben, typing: true }, at: 1000 };
  const state = apply(start, typing);
  assert.deepEqual(Object.keys(state.typing[7]), ['2']);
  assert.equal(apply(state, { type: 'tick', at: 6999 }), state);
  assert.deepEqual(apply(state, { type: 'tick', at: 7000 }).typing[7], {});
  assert.deepEqual(apply(state, { type: 'newMessage', data: server.post(ben, 'done') }).typing[7], {});
  assert.deepEqual(apply(state, { type: 'userLeft', data: { room: 7, users: [ben] } }).typing[7], {});
});

test('people come, go and change their names, also in what they wrote before', () => {
  const server = new FakeRoom();
  server.post(ben, 'hello');
  let state = initialState(pageOf(server));
  state = apply(state, { type: 'presence', data: { users: [{ id: 2, state: 'away' }] } });
  assert.equal(state.members[7].find((m) => m.id === 2).state, 'away');
  state = apply(state, { type: 'userJoined', data: { room: 7, users: [{ id: 3, username: 'cem', displayName: 'Cem', avatar: null }] } });
  assert.equal(state.members[7].length, 3);
  const cem = { ...state.members[7].find((m) => m.id === 3), role: 'admin', state: 'away' };
  state = apply(state, { type: 'membersChanged', data: { room: 7, members: [cem], removed: [] } });
  assert.equal(state.members[7].filter((m) => m.id === 3).length, 1);
  assert.equal(state.members[7].find((m) => m.id === 3).role, 'admin');
  state = apply(state, { type: 'membersChanged', data: { room: 7, members: [], removed: [3] } });
  assert.equal(state.members[7].length, 2);
  state = apply(state, { type: 'userChanged', data: { user: { ...ben, displayName: 'Benjamin' } } });
  assert.equal(state.logs['room:7'].list[0].sender.displayName, 'Benjamin');
  assert.equal(state.members[7].find((m) => m.id === 2).displayName, 'Benjamin');
});

test('listeners hear of a dispatch once, and not at all when nothing changed', () => {
  const server = new FakeRoom();
  const store = createStore(initialState(pageOf(server)));
  let calls = 0;
  const stop = store.subscribe(() => (calls += 1));
  server.post(ben, 'one');
  server.post(ben, 'two');
  store.dispatch(...server.events);
  assert.equal(calls, 1);
  store.dispatch(...server.events);
  assert.equal(calls, 1);
  stop();
});

test('ten thousand messages: a new one costs next to nothing', () => {
  const server = new FakeRoom();
  for (let i = 0; i < 10_000; i += 1) server.post(ben, `text ${i}`);
  let state = initialState(pageOf(server, ann, 10_000));
  server.events = [];
  for (let i = 0; i < 500; i += 1) server.post(ben, `more ${i}`);
  const start = process.cpuUsage();
  for (const event of server.events) state = apply(state, event);
  assert.equal(state.logs['room:7'].list.length, 10_500);
  // Of the processor: others may be at work beside.
  assert.ok(process.cpuUsage(start).user / 1000 / 500 < 5, 'five milliseconds at most for each');
});

/** Ann's page on the room 7, whose whole history she has read. */
function wellRead(count) {
  const server = new FakeRoom();
  for (let i = 0; i < count; i += 1) server.post(ben, `text ${i + 1}`);
  const state = initialState(pageOf(server, ann, count));
  server.events = [];
  return { server, state };
}

test('of a room that is not shown any more the newest part is held, and the rest is fetched again', () => {
  const { server, state } = wellRead(900);
  const away = run(state, { type: 'queued', data: { clientId: 'c-1', room: 7, content: 'mine', at: 5, status: 'pending' } }, { type: 'opened', data: { room: 8 } });
  const held = away.logs['room:7'];
  assert.ok(held.list.length <= 300);
  assert.equal(held.list.at(-1).seq, 900);
  assert.equal(held.pending.length, 1, 'what one has written is not cut');
  assert.equal(away.logs['room:8'], undefined);

  // A change of what was cut stands apart, and is no gap.
  server.change(3, { content: 'edited' });
  const back = run(away, ...server.events, { type: 'opened', data: { room: 7 } });
  const log = back.logs['room:7'];
  assert.equal(missing(log), 0);
  assert.deepEqual(segment(log.list, 3), [0, 1]);
  const first = log.list[segment(log.list)[0]].seq;
  assert.ok(first > 1);
  const seen = look(log.list, NEWEST, 900, true).window;
  const top = { ...seen, first };
  assert.equal(beyond(log.list, top, 900).above, 'server');
  const page = { type: 'page', data: { room: 7, ...server.history({ before: first, limit: 100 }) } };
  const more = apply(back, page).logs['room:7'].list;
  assert.equal(beyond(more, top, 900).above, 'memory');
  assert.deepEqual(segment(more), [1, more.length], 'what was fetched and what was held are one stretch');
});

test('a room that another pane shows is held whole until that pane is closed', () => {
  const { state } = wellRead(400);
  const shown = run(state, { type: 'shown', data: { room: 7 } }, { type: 'shown', data: { room: 7 } }, { type: 'opened', data: { room: 8 } });
  assert.equal(shown.logs['room:7'].list.length, 400);
  const one = apply(shown, { type: 'hidden', data: { room: 7 } });
  assert.equal(one.logs['room:7'].list.length, 400);
  assert.ok(apply(one, { type: 'hidden', data: { room: 7 } }).logs['room:7'].list.length <= 300);
});

test('a log that is cut while somebody is at its end shows what it showed', () => {
  const { state } = wellRead(1200);
  const { list } = state.logs['room:7'];
  const before = look(list, { first: 950, last: 1200, tail: true }, 1200, true);
  const after = look(apply(state, { type: 'atNewest', data: { key: 'room:7' } }).logs['room:7'].list, before.window, 1200, true);
  assert.deepEqual(after, before);
});

test('of many who reacted only some are listed, and one still knows whether one did oneself', () => {
  const server = new FakeRoom();
  server.post(ben, 'cake');
  let state = initialState(pageOf(server));
  const reaction = (more) => ({ emoji: '👍', users: [3, 4], count: 30, ...more });
  const mine = () => isMine(state.logs['room:7'].list[0].reactions[0], 1);
  const hear = (reacted) => {
    server.change(1, { reactions: [reaction()] });
    const message = { ...server.messages[0], ...(reacted && { reacted: { emoji: '👍', ...reacted } }) };
    state = apply(state, { type: 'messageChanged', data: message });
  };

  hear({ user: 3, added: true });
  assert.equal(mine(), false);
  hear({ user: 1, added: true });
  assert.equal(mine(), true);
  hear({ user: 5, added: true });
  assert.equal(mine(), true);
  hear();
  assert.equal(mine(), true);
  hear({ user: 1, added: false });
  assert.equal(mine(), false);
  // What is for oneself alone says it.
  server.change(1, { reactions: [reaction({ mine: true })] });
  state = apply(state, { type: 'messageChanged', data: server.messages[0] });
  assert.equal(mine(), true);
  hear({ user: 9, added: false });
  assert.equal(mine(), true);
});

test('a call in a room that is just being left counts, as does its being taken back', () => {
  const server = new FakeRoom();
  server.post(ben, 'one');
  const left = run(initialState(pageOf(server)), { type: 'opened', data: { room: 8 } });
  const called = run(left, { type: 'newMessage', data: server.post(ben, 'two, @ann') });
  assert.deepEqual([called.rooms[7].unread, called.rooms[7].mentions], [2, 1]);
  const taken = run(called, { type: 'messageChanged', data: server.change(2, { content: 'two', mentions: [] }) });
  assert.deepEqual([taken.rooms[7].unread, taken.rooms[7].mentions], [2, 0]);

  // Where something was not heard the server's figure stands.
  server.post(ben, 'three, @ann');
  const told = run(taken, { type: 'roomActivity', data: { room: 7, lastSeq: 3, unread: 3, mentions: 1 } });
  const after = run(told, { type: 'newMessage', data: server.post(ben, 'four') });
  assert.deepEqual([after.rooms[7].unread, after.rooms[7].mentions], [4, 1]);
});

test('a message stands in the log of its key, and its version counts in its room', () => {
  const server = new FakeRoom();
  server.post(ben, 'one');
  const before = initialState(pageOf(server));
  // As a later feature may tell where something stands.
  const aside = { ...server.post(ben, 'two'), key: 'aside/of 12' };
  const third = server.post(ben, 'three');
  for (const events of [
    [{ type: 'newMessage', data: aside }, { type: 'newMessage', data: third }],
    [{ type: 'changes', data: { room: 7, changes: [third, aside], version: 3, complete: true } }],
  ]) {
    const state = run(before, ...events);
    assert.deepEqual(texts(state), ['one', 'three']);
    assert.deepEqual(state.logs['aside/of 12'].list.map((m) => m.content), ['two']);
    assert.equal(state.logs['room:7'].version, 3);
    assert.equal(missing(state.logs['room:7']), 0);
  }
});

test('names stand in the order that the server gives them: folded, by code points', () => {
  const names = ['Zoe', 'Ärger', 'eve', 'arg', 'Ångström', '𝒜x', 'b', 'Émile', 'a', '\uffee', '😀'];
  assert.deepEqual(names.sort(byName), ['a', 'Ångström', 'arg', 'Ärger', '𝒜x', 'b', 'Émile', 'eve', 'Zoe', '\uffee', '😀']);
});

test('a feature that is taken out takes its part of the state along, and what remains works', () => {
  for (const feature of ['mentions', 'reactions', 'presence']) {
    const part = without(feature);
    const server = new FakeRoom();
    server.post(ben, 'one');
    let state = part.initialState(pageOf(server));
    const said = server.post(ben, 'two, @ann');
    const joined = { ...server.join({}), fresh: true, memberCount: 2, hereCount: 1 };
    for (const event of [
      server.events.at(-1),
      { type: 'messageChanged', data: server.change(2, { reactions: [{ emoji: '👍', users: [2], count: 1 }] }) },
      { type: 'joined', data: joined },
      { type: 'typing', data: { room: 7, user: ben, typing: true } },
      { type: 'presence', data: { users: [{ id: 2, state: 'away' }] } },
      { type: 'userChanged', data: { user: { ...ben, displayName: 'Benjamin' } } },
    ]) {
      state = part.apply(state, event);
    }
    assert.deepEqual(texts(state), ['one', said.content], feature);
    assert.equal(state.logs['room:7'].list[1].sender.displayName, 'Benjamin');
    assert.equal(state.rooms[7].unread, 2);
    assert.equal('members' in state, feature !== 'presence');
    state = part.apply(state, { type: 'roomRemoved', data: { room: 7 } });
    assert.deepEqual(state.logs, {});
  }
});
