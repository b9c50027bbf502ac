// What becomes of a text that a command takes, or about which somebody is asked: it is never lost, whatever happens meanwhile.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

globalThis.HTMLElement ??= class {};
const said = [];
const toasts = { append: ({ text, dataset }) => said.push([text.textContent, dataset.kind]) };
const toast = () => {
  const text = {};
  return { text, dataset: {}, querySelector: () => text, remove() {} };
};
globalThis.document = { querySelector: () => null, documentElement: { dataset: {}, lang: 'en' }, importNode: toast, getElementById: (id) => ({ toasts, 'tpl-toast': { content: {} } })[id] ?? null };
globalThis.setTimeout = () => 0;

const { provide } = await import('../../static/js/core/dom/app.js');
const { askFirst, createHandingOver } = await import('../../static/js/messages/handing-over.js');

let drafts;
let sent;
let box;
let here;
const app = {
  local: { draft: ({ key }) => drafts[key] ?? { text: '', replyTo: null }, saveDraft: ({ key }, draft) => (drafts[key] = draft) },
  outbox: { send: ({ key, room }, text, replyTo) => sent.push({ key, room, text, replyTo }) },
};
const where = { app, key: 'room:7', room: { id: 7 }, pane: null };

beforeEach(() => {
  drafts = { 'room:7': { text: '/me waves', replyTo: 3 } };
  [sent, here, said.length] = [[], { key: 'room:7', text: '/me waves', done: [] }, 0];
  box = { text: () => here.text, key: () => here.key, changed() {}, ...Object.fromEntries(['post', 'replace', 'complain'].map((name) => [name, (text) => here.done.push([name, text])])) };
});

/** Hands a text over; before it comes back one is in another room. */
const away = (outcome) =>
  createHandingOver()(async () => ({ take: async () => ((here = { key: 'room:8', text: 'elsewhere', done: here.done }), outcome) }), '/me waves', where, box);

test('what is sent in place of a text is sent where it was written', async () => {
  await away({ send: '_waves_' });
  assert.deepEqual(sent, [{ key: 'room:7', room: 7, text: '_waves_', replyTo: 3 }]);
  assert.deepEqual(drafts['room:7'], { text: '', replyTo: null });
  assert.deepEqual(here.done, []);
});

test('what was typed behind it stays, as it does where one is still there', async () => {
  drafts['room:7'] = { text: '/me waves and more', replyTo: null };
  await away({ send: '_waves_' });
  assert.deepEqual([sent, drafts['room:7'].text], [[], '/me waves and more']);
  await away({});
  assert.equal(drafts['room:7'].text, '/me waves and more');
});

test('a command that is done leaves the box of its room, or leaves there what goes on', async () => {
  await away({ write: 'to go on with' });
  assert.deepEqual(drafts['room:7'], { text: 'to go on with', replyTo: null });
  drafts['room:7'] = { text: '\n/me waves ', replyTo: null };
  await away({});
  assert.deepEqual(drafts['room:7'], { text: '', replyTo: null });
});

test('what did not work is not said in the box of another room', async () => {
  await away({ error: 'No.' });
  assert.deepEqual(said, [['No.', 'error']]);
  assert.deepEqual([here.done, drafts['room:7'].text], [[], '/me waves']);
});

test('a message that names somebody unknown is sent where nothing can be fetched to ask', async () => {
  const { feature } = await import('../../static/js/mentions/index.js');
  const { register } = await import('node:module');
  register(`data:text/javascript,${encodeURIComponent("export const resolve = (to, from, next) => (to.endsWith('/asking.js') ? Promise.reject(new TypeError('offline')) : next(to, from));")}`);
  provide({ store: { get: () => ({ members: {}, me: { username: 'ann' } }) }, features: { asks: feature.asks } });
  const area = { value: 'is @zoe here?' };
  const posted = [];
  await askFirst({ text: area.value, room: 7, box: {} }, area, () => 'room:7', (rest) => posted.push(rest));
  assert.deepEqual(posted, ['']);
});
