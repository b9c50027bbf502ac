// Pictures of the team: in encrypted rooms the server does not learn which of them somebody sees.
import assert from 'node:assert/strict';
import { test } from 'node:test';

globalThis.HTMLElement ??= class {};
globalThis.document = { querySelector: () => null, documentElement: { dataset: {}, lang: 'en' } };
URL.createObjectURL = (blob) => `blob:${blob}`;
const { provide } = await import('../../static/js/core/dom/app.js');
const { catchUpTeam, fetchTeam, sourceOf, takeChange, teamEmoji, teamNow } = await import('../../static/js/emoji/team.js');

const emojis = Array.from({ length: 9 }, (_, at) => ({ name: `one${at}`, picture: `/p/${at}.webp`, still: `/p/${at}-still.webp`, mayDelete: false }));
let heard = [];
let version = 4;
let broken = '';
globalThis.fetch = async (path) => {
  heard.push(path);
  const known = Number(/known=(\d+)/.exec(path)?.[1] ?? -1);
  const list = { emojis: known === version ? null : emojis, version, mayAdd: true, skinTone: 2, recent: [] };
  return { ok: path !== broken, status: 200, headers: new Headers(), json: async () => structuredClone(list), blob: async () => path };
};

const told = [];
const page = (encrypted) => provide({ store: { get: () => ({ rooms: { 1: { encrypted: false }, 2: { encrypted } }, skinTone: 0, emojiVersion: 4 }), dispatch: (event) => told.push(event) }, features: {} });

const last = () => heard.at(-1);

test('a page that has fetched nothing hears of changes, and asks only when it missed one', async () => {
  page(false);
  await takeChange({ version: 5, gone: 'one3', emoji: null });
  assert.deepEqual([heard, await teamNow()], [[], undefined]);
  version = 5;
  await catchUpTeam();
  assert.deepEqual([last(), await teamNow()], ['/api/v1/emoji?known=5', undefined]);
  version = 7;
  await takeChange({ version: 7, gone: 'one3', emoji: null });
  assert.equal(last(), '/api/v1/emoji');
  assert.equal((await teamNow()).version, 7);
  [heard, told.length] = [[], 0];
});

test('in rooms that are not encrypted a picture is taken from its address', async () => {
  page(false);
  assert.equal(await sourceOf('/p/3.webp'), '/p/3.webp');
  assert.deepEqual(heard, []);
  assert.equal((await teamEmoji('one3')).still, '/p/3-still.webp');
  assert.deepEqual(heard, []);
});

test('who is in an encrypted one fetches all of them, whichever it is, and once', async () => {
  page(true);
  await fetchTeam();
  heard = [];
  const all = emojis.flatMap(({ picture, still }) => [still, picture]);
  const [first, second] = await Promise.all([sourceOf('/p/5.webp'), sourceOf('/p/2-still.webp')]);
  assert.deepEqual([first, second], ['blob:/p/5.webp', 'blob:/p/2-still.webp']);
  assert.deepEqual(heard, all);
  await sourceOf('/p/7.webp');
  assert.equal(heard.length, all.length);
});

test('what could not be fetched is not asked for by itself', async () => {
  emojis.push({ name: 'late', picture: '/p/late.webp', still: '/p/late.webp', mayDelete: false });
  version += 1;
  broken = '/p/late.webp';
  await fetchTeam(true);
  heard = [];
  await assert.rejects(sourceOf('/p/late.webp'));
  assert.deepEqual(heard, ['/p/late.webp']);
});

test('changes are taken one by one; a gap, a break and a picker that is opened ask for what is new', async () => {
  page(false);
  broken = '';
  await fetchTeam(true);
  heard = [];
  const names = async () => (await teamNow()).emojis.map(({ name }) => name);
  const one = { name: 'aaa', picture: '/p/a.webp', still: '/p/a.webp' };
  await takeChange({ version: version + 1, gone: null, emoji: one });
  assert.equal((await names())[0], 'aaa');
  await takeChange({ version: version + 1, gone: 'aaa', emoji: null });
  assert.equal((await names())[0], 'aaa', 'what is old is nothing new');
  await takeChange({ version: version + 2, gone: 'aaa', emoji: { ...one, name: 'ähre' } });
  assert.deepEqual([(await names()).includes('aaa'), (await names()).at(-1)], [false, 'ähre']);
  assert.deepEqual(heard, []);
  await takeChange({ version: version + 4, gone: null, emoji: one });
  assert.deepEqual(heard, [`/api/v1/emoji?known=${version + 2}`]);
  assert.deepEqual(await names(), emojis.map(({ name }) => name));
  // The server's line was away: it says the version alone.
  version += 1;
  await takeChange({ version, gone: null, emoji: null });
  assert.equal(last(), `/api/v1/emoji?known=${version - 1}`);
  await catchUpTeam();
  assert.equal(last(), `/api/v1/emoji?known=${version}`);
  assert.deepEqual(await names(), emojis.map(({ name }) => name));
  // A line that is away takes nothing away.
  broken = last();
  await assert.rejects(fetchTeam(true));
  assert.equal((await teamEmoji('one3')).name, 'one3');
  assert.equal(await teamEmoji('nobody'), undefined);
  assert.deepEqual(told.at(-1), { type: 'ownEmojisChanged', data: { emojis: null, version, mayAdd: true, skinTone: 2, recent: [] } });
});
