// What one does with a reminder that is due is done once, however often one presses.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Element, settled } from './support-page.mjs';

const sheets = [{ href: '/static/css/reminders.css' }];
const box = new Element('div');
document.querySelectorAll = (wanted) => (wanted.startsWith('link') ? sheets : [box]);
document.getElementById = (id) => (id === 'toasts' ? null : { content: {} });
const { showDue } = await import('../../static/js/reminders/due.js');

test('once more in twenty minutes is once more, also where it is tried again', async () => {
  const posted = [];
  let works = true;
  const told = [];
  globalThis.fetch = async (_, { body }) => (posted.push(JSON.parse(body)), { ok: true, status: 201, headers: new Headers(), json: async () => ({}) });
  const one = { id: 4, text: 'tea', room: null, dueAt: '2026-11-30T10:00:00.000Z' };
  const app = {
    store: { get: () => ({ rooms: {}, reminders: { due: [one] } }), dispatch: (event) => told.push(event) },
    link: { request: async () => (works ? {} : Promise.reject(Object.assign(new Error('away'), { code: 'offline' }))) },
  };
  box.appendChild = (list) => (box.append(list), list);
  await showDue(app, []);
  // The button and its row.
  Object.assign(box, { dataset: { action: 'later', id: '4' }, closest: () => box });
  const press = () => box.dispatchEvent(new Event('click'));
  works = false;
  press();
  press();
  assert.equal(box.getAttribute('aria-busy'), 'true');
  await settled();
  await settled();
  assert.deepEqual([posted.length, told.length, box.getAttribute('aria-busy')], [1, 0, null]);
  works = true;
  press();
  await settled();
  await settled();
  assert.deepEqual([posted.length, told.length], [2, 1]);
  assert.match(posted[0].clientId, /^[0-9a-f-]{36}$/);
  assert.equal(posted[0].clientId, posted[1].clientId, 'the same again');
});
