// Who chose what in a poll: however often one asks for more, nobody stands there twice.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Element, settled } from './support-page.mjs';

document.getElementById = () => ({ content: {} });
document.importNode = () => Object.assign(new Element('copy'), { showModal() {} });
const { provide } = await import('../../static/js/core/dom/app.js');
provide({ store: { get: () => ({}) }, features: {} });
const { openVoters } = await import('../../static/js/polls/voters.js');

test('more is asked for once at a time', async () => {
  const asked = [];
  globalThis.fetch = async (path) => (asked.push(path), { ok: true, status: 200, headers: new Headers(), json: async () => ({ people: [], next: 7 }) });
  const message = { id: 5, poll: { options: [{ text: 'tea', votes: 2 }] } };
  openVoters({ view: { message } }, null);
  await settled();
  const dialog = document.body.children.at(-1);
  const [section] = dialog.querySelector('[data-part="options"]').children;
  const more = section.children.at(-1);
  assert.equal(more.hidden, false);
  more.dispatchEvent(new Event('click'));
  more.dispatchEvent(new Event('click'));
  await settled();
  assert.deepEqual(asked.map((path) => path.split('?')[1]), ['option=0', 'option=0&after=7']);
  more.dispatchEvent(new Event('click'));
  await settled();
  assert.equal(asked.length, 3);
});
