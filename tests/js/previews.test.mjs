// The words of a text are not told before it is known what of it is hidden.
import assert from 'node:assert/strict';
import test from 'node:test';
import { provide } from '../../static/js/core/dom/app.js';
import { fetchFormatter, wordsOf } from '../../static/js/core/dom/texts.js';

test('what is hidden is in no line, and until that is known nothing is', async () => {
  globalThis.document = /** @type {any} */ ({ addEventListener: () => {} });
  globalThis.HTMLElement = /** @type {any} */ (class {});
  provide(/** @type {any} */ ({ features: { formatter: () => import('../../static/js/formatting/formatter.js') } }));
  const message = { content: `the **end** is ||he did it ${'and so on, '.repeat(60)}so|| now` };
  assert.equal(wordsOf({ content: 'just words' }), 'just words');
  assert.equal(wordsOf({ ...message, plain: true }), message.content);
  assert.equal(wordsOf(message), undefined);
  await fetchFormatter();
  assert.match(wordsOf(message) ?? '', /^the end is [^a-z]+ now$/);
});
