import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { keep, standard, toned, tonedSurely } from '../../static/js/core/dom/emojis.js';
import { found } from '../../static/js/emoji/catalogue.js';
import { fold } from '../../static/js/core/i18n/fold.js';
import { withoutTone } from '../../static/js/reactions/tones.js';

const data = (name) => JSON.parse(readFileSync(new URL(`../../static/vendor/emojibase-data@17.0.0/${name}.json`, import.meta.url), 'utf8'));
const rows = keep(data('emoji'));

/** All emojis as the picker has them in a language. */
const entries = (language) => {
  const labels = data(`names-${language}`);
  return rows.map(([group, emoji, names, has], at) => {
    const [label, ...more] = labels[at].split('|');
    const all = names.split(' ');
    return { emoji, group, label, name: all[0], toned: Boolean(has), words: [label, ...names.replaceAll('_', ' ').split(' '), ...more, ...all].map(fold) };
  });
};

test('emojis: a name is one emoji', () => {
  assert.equal(standard().get('tada'), '🎉');
  const names = rows.flatMap(([, , all]) => all.split(' '));
  assert.equal(new Set(names).size, names.length);
  for (const name of names) assert.match(name, /^[a-z0-9_+-]{1,64}$/);
});

test('emojis: each has a name in each language', () => {
  for (const language of ['ar', 'de', 'en']) {
    const labels = data(`names-${language}`);
    assert.equal(labels.length, rows.length);
    assert.ok(labels.every((label) => label.split('|')[0]));
  }
  const arabic = data('names-ar').filter((label) => /[\u0600-\u06ff]/.test(label));
  assert.ok(arabic.length > rows.length * 0.98, String(rows.length - arabic.length));
});

test('emojis: they are found by any part of a name, the best first', () => {
  const first = (language, query) => found(entries(language), query)[0]?.emoji;
  assert.equal(first('en', 'heart'), '❤️');
  assert.equal(first('en', ':+1:'), '👍');
  assert.equal(first('en', 'avoc'), '🥑');
  assert.equal(first('en', 'thumbs up'), '👍');
  assert.ok(found(entries('en'), 'cado').some(({ emoji }) => emoji === '🥑'));
  assert.equal(first('de', 'schildkr'), '🐢');
  assert.equal(first('de', 'tada'), '🎉');
  assert.equal(first('de', 'rotes_herz'), '❤️');
  assert.equal(first('de', 'ROTES HERZ'), '❤️');
  assert.equal(first('en', 'white_check'), '✅');
  assert.equal(first('ar', 'قلب_أحمر'), '❤️');
  assert.equal(first('ar', 'سلحفاة'), '🐢');
  assert.deepEqual(found(entries('en'), 'xyzzy'), []);
  assert.deepEqual(found(entries('en'), ' '), []);
});

test('emojis: skin tones come and go', () => {
  assert.equal(toned('👍', 3), '👍🏽');
  assert.equal(toned('✌️', 1), '✌🏻');
  assert.equal(toned('👍', 0), '👍');
  assert.equal(toned('🧑‍🤝‍🧑', 5), '🧑🏿‍🤝‍🧑🏿');
  assert.equal(toned('🤝', 2), '🤝🏼');
  for (const [, emoji, , has] of rows) if (has) for (const tone of [1, 2, 3, 4, 5]) assert.equal(withoutTone(toned(emoji, tone)), emoji);
  // Without the data it is known of some only.
  assert.equal(tonedSurely('👍', 2), '👍🏼');
  assert.equal(tonedSurely('👨‍👩‍👧', 2), '👨‍👩‍👧');
  assert.equal(tonedSurely(':boris:', 2), ':boris:');
});
