// What somebody used lately: told to the server together, kept until it knows, and never told of encrypted rooms.
import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';

const stored = new Map();
globalThis.localStorage = { getItem: (key) => stored.get(key) ?? null, setItem: (key, value) => stored.set(key, value), removeItem: (key) => stored.delete(key) };
globalThis.HTMLElement ??= class {};
globalThis.navigator ??= {};
globalThis.document = { querySelector: () => null, documentElement: { dataset: {}, lang: 'en' } };
mock.timers.enable({ apis: ['setTimeout', 'Date'], now: Date.parse('2026-11-30T10:00:00Z') });

const { provide } = await import('../../static/js/core/dom/app.js');
const { quickEmoji, recentEmojis } = await import('../../static/js/core/dom/recent-emojis.js');
const { forgetEmoji, rememberEmoji, tellUsed } = await import('../../static/js/core/dom/used-emojis.js');

let state;
let asked = [];
let answer;
let refused;
provide({ store: { get: () => state, dispatch: ({ data }) => (state = { ...state, recentEmojis: data.recent }) }, features: {} });
globalThis.fetch = async (path, { body }) => {
  const { emojis } = JSON.parse(body);
  asked.push(emojis);
  if (emojis.includes(refused)) return refusal(400, 'badRequest');
  const at = new Date().toISOString();
  const recent = [...emojis.map((emoji) => ({ emoji, at })), ...state.recentEmojis.filter(({ emoji }) => !emojis.includes(emoji))];
  return answer ?? { ok: true, status: 200, headers: new Headers(), json: async () => ({ skinTone: 0, recent }) };
};
const refusal = (status, code) => ({ ok: false, status, headers: new Headers(), json: async () => ({ error: { code, message: code } }) });
const settled = () => new Promise((done) => setImmediate(done));
async function later(ms) {
  mock.timers.tick(ms);
  await settled();
  await settled();
}

beforeEach(() => {
  stored.clear();
  state = { recentEmojis: [{ emoji: '🐢', at: '2026-11-30T09:00:00.000Z' }] };
  asked = [];
  answer = refused = undefined;
});

test('what is used within some seconds is told at once, and shown before', async () => {
  rememberEmoji('🎉');
  rememberEmoji('👍');
  rememberEmoji('🎉');
  assert.deepEqual(recentEmojis(), ['🎉', '👍', '🐢']);
  await later(1999);
  assert.deepEqual(asked, []);
  await later(1);
  assert.deepEqual(asked, [['🎉', '👍']]);
  assert.deepEqual(recentEmojis(), ['🎉', '👍', '🐢']);
  await later(60_000);
  assert.equal(asked.length, 1);
});

test('what could not be told waits for the line, and for the next page', async () => {
  answer = refusal(503, 'unavailable');
  rememberEmoji('🎉');
  await later(2000);
  assert.deepEqual(recentEmojis(), ['🎉', '🐢']);
  answer = undefined;
  await tellUsed();
  await tellUsed();
  assert.deepEqual(asked, [['🎉'], ['🎉']]);
});

test('what is refused for good is told once, and what is no emoji never; what was used meanwhile is told next', async () => {
  stored.set('weconnect:emoji:untold', JSON.stringify(['no emoji', ':gone:', 7]));
  answer = refusal(400, 'badRequest');
  await tellUsed();
  await tellUsed();
  assert.deepEqual(asked, [[':gone:']]);
  answer = undefined;
  rememberEmoji('🎉');
  const telling = tellUsed();
  rememberEmoji('👀');
  await telling;
  await later(2000);
  assert.deepEqual(asked.slice(1), [['🎉'], ['👀']]);
});

test('of several, the one that is refused alone is not told', async () => {
  stored.set('weconnect:emoji:untold', JSON.stringify(['👀', ':gone:', '🎉', '👍', '❤️']));
  refused = ':gone:';
  await tellUsed();
  assert.deepEqual(recentEmojis(), ['👀', '🎉', '👍', '❤️', '🐢']);
  asked = [];
  await tellUsed();
  assert.deepEqual(asked, []);
});

test('the server is not told of what was written in an encrypted room', async () => {
  rememberEmoji('🙈', true);
  rememberEmoji('🐢', true);
  await later(5000);
  await tellUsed();
  assert.deepEqual(asked, []);
  assert.deepEqual(recentEmojis(), ['🐢', '🙈']);
  state.recentEmojis = [{ emoji: '🎉', at: '2027-01-01T00:00:00.000Z' }];
  assert.deepEqual(recentEmojis(), ['🎉', '🐢', '🙈']);
});

test('the server is not told of what a page of before kept: some of it may have been written in encrypted rooms', async () => {
  stored.set('weconnect:emoji', JSON.stringify(['🙈', '🐢', 7]));
  await tellUsed();
  rememberEmoji('🎉');
  assert.deepEqual(recentEmojis(), ['🎉', '🐢', '🙈']);
  await later(5000);
  assert.deepEqual(asked, [['🎉']]);
  forgetEmoji('🙈');
  assert.deepEqual(recentEmojis(), ['🎉', '🐢']);
});

test('so many are kept, those that are gone are not, and what a browser holds may be anything', () => {
  for (let at = 0; at < 60; at += 1) rememberEmoji(String.fromCodePoint(0x1f400 + at));
  assert.equal(recentEmojis().length, 24);
  rememberEmoji(':wiggle:');
  rememberEmoji(':wiggle:', true);
  forgetEmoji(':wiggle:');
  assert.equal(recentEmojis().includes(':wiggle:'), false);
  for (const wrong of ['{', '{}', '7', 'null']) {
    for (const key of ['weconnect:emoji', 'weconnect:emoji:untold']) stored.set(key, wrong);
    stored.set('weconnect:emoji:secret', wrong);
    assert.deepEqual(recentEmojis(), ['🐢']);
  }
  assert.deepEqual([0, 1, 2].map(quickEmoji), ['🐢', '👍', '❤️'].sort());
});
