// What a forwarded message says is the same here and on the server.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { diff } from '../../static/js/edit_history/diff.js';
import { forwarded } from '../../static/js/forwarding/text.js';

const SHARED = JSON.parse(readFileSync(new URL('forwards.json', import.meta.url), 'utf8'));

test('a note, and what was said as a quote that calls for nobody', () => {
  for (const { note, author, link, text, plain, says } of SHARED) assert.equal(forwarded(note, author, link, text, plain), says);
});

test('what is too long is cut between characters', () => {
  const cut = [...forwarded('', 'Ann', 'x', '😀'.repeat(9000))];
  assert.equal(cut.length, 8000);
  assert.equal(cut.at(-1), '…');
  assert.equal(cut.at(-2), '😀');
});

test('the difference of two texts is both of them', () => {
  const texts = ['', 'we meet at nine', 'we meet at ten, or so', 'at ten we meet', '  spaces  and\nlines ', 'ünï-cödé 😀 x', 'a b '.repeat(900)];
  for (const before of texts) {
    for (const after of texts) {
      const pieces = diff(before, after);
      const side = (/** @type {string} */ without) => pieces.filter(({ how }) => how !== without).map(({ text }) => text).join('');
      assert.equal(side('in'), before);
      assert.equal(side('out'), after);
    }
  }
  assert.deepEqual(diff('we meet at nine', 'we meet at ten'), [{ text: 'we meet at ', how: 'same' }, { text: 'nine', how: 'out' }, { text: 'ten', how: 'in' }]);
});
