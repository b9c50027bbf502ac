// Adding an option to a poll: what could not be saved is not typed again.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Element, settled } from './support-page.mjs';

const { openAdding } = await import('../../static/js/polls/adding.js');

test('an option that was not saved stands there still, and closes when it is', async () => {
  const asked = [];
  let answer = () => Promise.reject(Object.assign(new Error('away'), { code: 'offline' }));
  const app = { store: { dispatch() {} }, link: { request: (...what) => (asked.push(what), answer()) } };
  const item = Object.assign(new Element('message-item'), { view: { message: { id: 5 } } });
  const box = item.querySelector('[data-part="poll"]');
  document.body.append(item);
  item.append(box);
  openAdding(item, null, app);
  const field = box.querySelector('form input');
  field.value = ' Market ';
  const form = box.querySelector('form');
  const send = () => form.dispatchEvent(new Event('submit', { cancelable: true }));
  send();
  send();
  assert.equal(asked.length, 1, 'once, however often one presses Enter');
  await settled();
  assert.deepEqual([box.children.includes(form), field.value, document.activeElement === field], [true, ' Market ', true]);
  answer = async () => ({ message: { id: 5 } });
  send();
  await settled();
  assert.deepEqual([box.children.includes(form), document.activeElement === item], [false, true]);
  assert.deepEqual(asked.map(([, { text }]) => text), ['Market', 'Market']);
});
