import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { textNodes } from '../../static/js/core/dom/html.js';
import { linkParts } from '../../static/js/core/dom/links.js';
import { createClock } from '../../static/js/core/i18n/time.js';
import { inLanguage } from '../../static/js/core/i18n/errors.js';
import texts from '../../static/js/core/i18n/told.js';
import { explain, words } from '../../static/js/core/i18n/words.js';

const corpus = JSON.parse(readFileSync(new URL('./links.json', import.meta.url), 'utf8'));

for (const { name, text, parts } of corpus) {
  test(`links: ${name}`, () => assert.deepEqual(linkParts(text), parts));
}

/** As little of a document as the sanitiser touches; parsing HTML is not among it. */
function fakeDocument() {
  return {
    createDocumentFragment: () => ({ children: [], append(node) { this.children.push(node); } }),
    createElement: (tag) => ({ tag }),
  };
}

test('the sanitiser makes text and safe links, and nothing else', () => {
  globalThis.document = fakeDocument();
  const { children } = textNodes('<img onerror=alert(1)> https://example.org/<b> javascript:alert(1)');
  delete globalThis.document;
  assert.equal(children[0], '<img onerror=alert(1)> ');
  assert.deepEqual(children[1], {
    tag: 'a', href: 'https://example.org/', rel: 'noopener noreferrer nofollow', target: '_blank', textContent: 'https://example.org/',
  });
  assert.equal(children[2], '<b> javascript:alert(1)');
});

const message = (sender, timestamp) => ({ sender: { id: sender }, timestamp });

test('what follows within five minutes, from the same person, on the same day, is one group', () => {
  const clock = createClock('Europe/Berlin');
  const first = message(1, '2026-11-24T12:00:30.000Z');
  assert.ok(clock.continues(first, message(1, '2026-11-24T12:04:59.999Z')));
  assert.ok(!clock.continues(first, message(1, '2026-11-24T12:05:00.000Z')));
  assert.ok(!clock.continues(first, message(2, '2026-11-24T12:00:01.000Z')));
  assert.ok(!clock.continues(undefined, first));
});

test('a day ends at midnight of the reader, not of the server', () => {
  const before = message(1, '2026-11-24T22:59:00.000Z');
  const after = message(1, '2026-11-24T23:01:00.000Z');
  assert.ok(!createClock('Europe/Berlin').continues(before, after));
  assert.ok(createClock('UTC').continues(before, after));
  assert.equal(createClock('Europe/Berlin').key(new Date(after.timestamp)), '2026-11-25');
  assert.equal(createClock('America/New_York').time(new Date(after.timestamp)), '18:01');
  assert.equal(createClock('UTC').datetime(new Date(after.timestamp)), '24 November 2026, 23:01');
});

test('words fit their number', () => {
  assert.equal(words.list.newMessages(1), '1 new message');
  assert.equal(words.list.newMessages(1234), '1,234 new messages');
  assert.equal(words.typing([]), '');
  assert.equal(words.typing(['Ann']), 'Ann is typing');
  assert.equal(words.typing(['Ann', 'Ben']), 'Ann and Ben are typing');
  assert.equal(words.typing(['A', 'B', 'C', 'D']), 'Several people are typing');
  assert.equal(words.title(3, 'Design', 'Team'), '(3) Design · Team');
  assert.equal(words.input.remaining(-2), '2 characters too many');
});

test('an error says what happened: in the words of the server, or in ours for what never reached it', async () => {
  assert.equal(await explain({ code: 'forbidden', message: 'You may not do that here.' }), 'You may not do that here.');
  assert.equal(await explain({ code: 'offline', message: 'offline' }), words.errors.offline);
  assert.equal(await explain(new TypeError('x is undefined')), words.errors.other);
});

test('an error in another language: sentence, field, problem and measures are looked up', () => {
  Object.assign(texts, {
    '{field}: {problem}': '{field} {problem}', members: 'Personen', 'must not be empty': 'darf nicht leer sein',
    'Wait {time} ({size}).': 'Warte {time} ({size}).', '{n} hour': ['eine Stunde', '{n} Stunden'], '{n} MB': '{n} Megabyte',
  });
  assert.equal(inLanguage('{field}: {problem}', { field: 'members.3', problem: 'must not be empty' }), 'Personen.3 darf nicht leer sein');
  assert.equal(inLanguage('Wait {time} ({size}).', { time: '5 hours', size: '1.5 MB' }), 'Warte 5 Stunden (1.5 Megabyte).');
  assert.equal(inLanguage('Wait {time} ({size}).', { time: '1 hour', size: '3 furlongs' }), 'Warte eine Stunde (3 furlongs).');
  assert.equal(inLanguage('Nobody knows {name}.', { name: 'Ann' }), 'Nobody knows Ann.');
  for (const key of Object.keys(texts)) delete texts[key];
});

test('every word is said somewhere', () => {
  const folder = new URL('../../static/js/', import.meta.url);
  const files = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.js') && !name.endsWith('wire.js'));
  const source = files.map((name) => readFileSync(new URL(name, folder), 'utf8')).join('\n');
  const leaves = (value, path) =>
    value && typeof value === 'object' && !Array.isArray(value) ? Object.entries(value).flatMap(([name, one]) => leaves(one, [...path, name])) : [path];
  // By its own name, or by one that is looked up: words.errors[code].
  const said = (path) => new RegExp(`words\\.${path.join('\\.')}\\b|words\\.${path.slice(0, -1).join('\\.')}\\)?(\\[|;)`).test(source);
  assert.deepEqual(leaves(words, []).filter((path) => !said(path)), []);
});
