import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLink } from '../../static/js/core/net/socket.js';
import { settle } from './support.mjs';

/** The Socket.IO client's side of a connection, played by the test. */
class FakeSocket {
  constructor() {
    Object.assign(this, { connected: false, active: true, handlers: {}, any: [], dialled: 0, sent: [], answers: [] });
    this.io = { engine: { close() {} } };
  }
  on(name, handler) { this.handlers[name] = handler; }
  onAny(handler) { this.any.push(handler); }
  connect() { this.dialled += 1; }
  disconnect() { this.connected = false; }
  emit(event, payload) { this.sent.push([event, payload]); }
  timeout() {
    return { emit: (event, payload, answered) => { this.sent.push([event, payload]); this.answers.push(answered); } };
  }
  up() { this.connected = true; this.handlers.connect(); }
  down(reason = 'transport close') { this.connected = false; this.handlers.disconnect(reason); }
  hear(name, data) { this.any.forEach((handler) => handler(name, data)); this.handlers[name]?.(data); }
}

function makeLink({ known = true, random = 0.5 } = {}) {
  const socket = new FakeSocket();
  const page = { socket, states: [], events: [], connects: [], closed: [], timers: [] };
  page.link = createLink({
    socket,
    dispatch: (event) => (event.type === 'connection' ? page.states.push(event.data.state) : page.events.push(event)),
    onConnect: (again) => page.connects.push(again),
    onClosed: (code) => page.closed.push(code),
    ended: async () => (known ? null : 'expired'),
    random: () => random,
    later: (fn, ms) => page.timers.push({ fn, ms }),
  });
  page.link.start();
  return page;
}

test('the first connection is no return, each later one is', () => {
  const { socket, connects } = makeLink();
  socket.up();
  socket.down();
  socket.up();
  assert.deepEqual(connects, [false, true]);
});

test('several tries for the first connection are still the first connection', async () => {
  const { socket, connects } = makeLink();
  socket.handlers.connect_error(new Error('xhr poll error'));
  socket.up();
  assert.deepEqual(connects, [false]);
});

test('a request is answered, refused in the words of the server, or not answered at all', async () => {
  const { socket, link } = makeLink();
  socket.up();
  const good = link.request('changes', { room: 1 });
  socket.answers[0](null, { ok: true, version: 3 });
  assert.equal((await good).version, 3);
  const bad = link.request('sendMessage', {});
  socket.answers[1](null, { ok: false, error: { code: 'rateLimited', message: 'slow', retryAfter: 2 } });
  await assert.rejects(bad, { code: 'rateLimited', retryAfter: 2, message: 'slow' });
  const lost = link.request('changes', {});
  socket.connected = false;
  socket.answers[2](new Error('disconnected'));
  await assert.rejects(lost, { code: 'offline' });
});

test('what is asked while the page opens waits for its first connection, and is then asked in order', async () => {
  const { socket, link } = makeLink();
  const asked = [link.request('editMessage', { n: 1 }), link.request('editMessage', { n: 2 })];
  await settle();
  assert.deepEqual(socket.sent, []);
  socket.up();
  await settle();
  assert.deepEqual(socket.sent.map(([, { n }]) => n), [1, 2]);
  socket.answers.forEach((answered, n) => answered(null, { ok: true, n }));
  assert.deepEqual((await Promise.all(asked)).map(({ n }) => n), [0, 1]);
});

for (const [how, happens] of Object.entries({
  'cannot be made': ({ socket }) => socket.handlers.connect_error(new Error('xhr poll error')),
  'has no network': ({ link }) => link.networkLost(),
  'is refused': ({ socket }) => socket.handlers.connect_error(new Error('unauthorized')),
  'is not wanted any more': ({ link }) => link.stop(),
  'does not come in time': ({ timers }) => timers.find(({ ms }) => ms === 10_000).fn(),
})) {
  test(`a first connection that ${how} lets nobody wait`, async () => {
    const page = makeLink();
    const asked = page.link.request('editMessage', {});
    happens(page);
    await assert.rejects(asked, { code: 'offline' });
    assert.deepEqual(page.socket.sent, []);
  });
}

test('a line on which nothing is answered is dead: it is dropped and dialled again', async () => {
  const { socket, link } = makeLink();
  socket.up();
  const silent = link.request('changes', {});
  socket.answers[0](new Error('timeout'));
  await assert.rejects(silent, { code: 'timeout' });
  assert.equal(socket.dialled, 2);
});

test('after a shutdown it comes back exactly when it was told: the server spreads its clients out', () => {
  const { socket, timers, states } = makeLink({ random: 0.9 });
  socket.up();
  socket.hear('closing', { code: 'shutdown', message: 'restart', retryAfter: 0.4 });
  assert.deepEqual(timers.map((timer) => timer.ms), [400]);
  timers[0].fn();
  assert.equal(socket.dialled, 2);
  assert.equal(states.at(-1), 'reconnecting');
});

test('a reader that was cut off comes back, and not all of them at once', () => {
  const waits = [0, 0.99].map((random) => {
    const { socket, timers } = makeLink({ random });
    socket.up();
    socket.down('io server disconnect');
    return timers.map((timer) => timer.ms);
  });
  assert.deepEqual(waits, [[500], [1490]]);
});

for (const code of ['loggedOut', 'banned', 'expired']) {
  test(`${code}: the page says so, and does not come back by itself`, () => {
    const { socket, closed, timers, states } = makeLink();
    socket.up();
    socket.hear('closing', { code, message: '' });
    socket.down('io server disconnect');
    assert.deepEqual([closed, timers, states.at(-1)], [[code], [], 'closed']);
  });
}

test('a connection refused for want of a login is the end of it', () => {
  const { socket, closed } = makeLink();
  socket.handlers.connect_error(Object.assign(new Error('unauthorized'), { data: { code: 'unauthorized' } }));
  assert.deepEqual(closed, ['expired']);
});

test('handshakes that keep failing make it ask whether the login still stands', async () => {
  for (const known of [true, false]) {
    const { socket, closed } = makeLink({ known });
    for (let i = 0; i < 3; i += 1) socket.handlers.connect_error(new Error('websocket error'));
    await settle();
    assert.equal(closed.length, known ? 0 : 1);
  }
});

test('server events reach the store under their own names', () => {
  const { socket, events } = makeLink();
  socket.up();
  socket.hear('presence', { users: [] });
  assert.deepEqual(events, [{ type: 'presence', data: { users: [] } }]);
});
