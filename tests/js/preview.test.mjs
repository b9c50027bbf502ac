import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { lastLine, lineOf } from '../../static/js/rooms/preview.js';

const lines = JSON.parse(readFileSync(new URL('../messages/previews.json', import.meta.url), 'utf8'));

test('a text in a line is the same here as on the server', () => {
  for (const [text, line] of Object.entries(lines)) assert.equal(lineOf(text), line);
});

test('the last line is that of the last message, whatever comes late', () => {
  const message = (seq, content, more = {}) => ({ seq, content, sender: { id: 2 }, deleted: false, sealed: null, ...more });
  const second = lastLine(null, [message(1, 'one'), message(2, 'two')]);
  assert.deepEqual(second, { seq: 2, sender: 2, text: 'two', deleted: false, sealed: false });
  assert.equal(lastLine(second, [message(1, 'one, edited')]).text, 'two');
  assert.equal(lastLine(second, [message(2, 'two, edited')]).text, 'two, edited');
  assert.deepEqual(lastLine(second, [message(2, '', { deleted: true })]), { seq: 2, sender: 2, text: '', deleted: true, sealed: false });
});
