// Pictures of the team: in encrypted rooms the server does not learn which of them somebody sees.
import assert from 'node:assert/strict';
import { test } from 'node:test';

globalThis.HTMLElement ??= class {};
globalThis.document = { querySelector: () => null, documentElement: { dataset: {}, lang: 'en' } };
URL.createObjectURL = (blob) => `blob:${blob}`;
const { provide } = await import('../../static/js/core/dom/app.js');
const { fetchTeam, sourceOf, teamEmoji } = await import('../../static/js/emoji/team.js');

const emojis = Array.from({ length: 9 }, (_, at) => ({ name: `one${at}`, picture: `/p/${at}.webp`, still: `/p/${at}-still.webp`, mayDelete: false }));
let heard = [];
let broken = '';
globalThis.fetch = async (path) => {
  heard.push(path);
  return { ok: path !== broken, status: 200, headers: new Headers(), json: async () => ({ emojis, mayAdd: true, skinTone: 2 }), blob: async () => path };
};

const told = [];
const page = (encrypted) => provide({ store: { get: () => ({ rooms: { 1: { encrypted: false }, 2: { encrypted } }, skinTone: 0 }), dispatch: (event) => told.push(event) }, features: {} });

test('in rooms that are not encrypted a picture is taken from its address', async () => {
  page(false);
  assert.equal(await sourceOf('/p/3.webp'), '/p/3.webp');
  assert.deepEqual(heard, []);
  assert.equal((await teamEmoji('one3')).still, '/p/3-still.webp');
  assert.deepEqual(told, [{ type: 'skinTone', data: 2 }]);
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
  broken = '/p/late.webp';
  await fetchTeam(true);
  heard = [];
  await assert.rejects(sourceOf('/p/late.webp'));
  assert.deepEqual(heard, ['/p/late.webp']);
});
