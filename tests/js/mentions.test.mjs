// What is asked while one calls for people, and before: in encrypted rooms nothing, of the server.
import assert from 'node:assert/strict';
import { test } from 'node:test';

globalThis.HTMLElement ??= class {};
globalThis.document = { querySelector: () => null, documentElement: { dataset: {}, lang: 'en' }, getElementById: () => dialog };
const { provide } = await import('../../static/js/core/dom/app.js');
const { ask } = await import('../../static/js/mentions/asking.js');
const { asked, everybody, matching } = await import('../../static/js/mentions/candidates.js');

const PLAIN = 1;
const SEALED = 2;
const me = { id: 1, username: 'ann' };
const ben = { id: 2, username: 'ben' };
const answers = { people: 0, refused: false, outside: [], members: [], users: [], groups: [] };
const parts = {};
const dialog = {
  querySelector: (name) => (parts[name] ??= {}),
  showModal() {
    shown += 1;
    this.close('cancel');
  },
  close(answer) {
    this.returnValue = answer;
    queueMicrotask(() => this.onclose());
  },
};
let shown = 0;
let heard = [];
globalThis.fetch = async (path) => (heard.push(path), { ok: true, status: 200, headers: new Headers(), json: async () => answers });

/** A page with both rooms, of so many people. */
function page(people) {
  [heard, shown] = [[], 0];
  const counts = { [PLAIN]: { members: people, here: people }, [SEALED]: { members: people, here: 2 } };
  const state = { me, members: { [PLAIN]: [me, ben], [SEALED]: [me, ben] }, counts, rooms: {}, groups: [] };
  provide({ store: { get: () => state }, features: { keeping: { of: (room) => room === SEALED } } });
}

test('what stands behind an @ in an encrypted room does not go to the server', async () => {
  page(5);
  for (const text of ['@王明天的密码是一二三', '@nobody and @ben', '@here', '@ben @ann @zoe']) assert.equal(await ask({ text, room: SEALED, box: null }), true);
  for (const begun of ['b', '王明天的密码']) assert.equal(await asked(SEALED, begun, true), null);
  assert.deepEqual(heard, []);
  await ask({ text: '@nobody', room: PLAIN, box: null });
  await asked(PLAIN, 'b', true);
  assert.equal(heard.length, 4, 'in another room it is asked');
});

test('before many are called in an encrypted room one is asked, by what the page knows', async () => {
  page(21);
  assert.equal(await ask({ text: 'all of you, @room', room: SEALED, box: null }), true);
  assert.equal(shown, 0);
  page(22);
  assert.equal(await ask({ text: 'all of you, @room', room: SEALED, box: null }), false);
  assert.equal(shown, 1);
  assert.equal(await ask({ text: 'who is there, @here', room: SEALED, box: null }), true);
});

test('everybody is offered by the beginning of a word, not by letters within: @bo may be Bo, who is not here', () => {
  const names = (query) => matching(everybody(), query).map(({ username }) => username);
  assert.deepEqual(names('bo'), []);
  assert.deepEqual(names('').sort(), ['here', 'room']);
  assert.deepEqual(names('ro'), ['room']);
  assert.deepEqual(names('every').sort(), ['here', 'room']);
  assert.deepEqual(matching([{ id: 3, username: 'zoe', displayName: 'Zoe Abbott' }], 'bo').length, 1);
});
