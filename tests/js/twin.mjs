// What the client makes of texts: one line of JSON in, one out. Python's tests ask it.
import { createInterface } from 'node:readline';
import { isolated, quoteOf } from '../../static/js/core/i18n/direction.js';
import { keyOf, namesIn } from '../../static/js/core/dom/names.js';
import { pieces } from '../../static/js/core/dom/html.js';
import { readFileSync } from 'node:fs';
import { keep } from '../../static/js/core/dom/emojis.js';
import { runAt } from '../../static/js/formatting/emoji.js';
import { fold } from '../../static/js/core/i18n/fold.js';
import { initial, isFewEmojis, oneEmoji, shows, trimmed } from '../../static/js/core/i18n/letters.js';
import { withoutTone } from '../../static/js/reactions/tones.js';
import { parsed } from '../../static/js/formatting/markdown.js';
import { wordsOf } from '../../static/js/formatting/nodes.js';

const SIZE = 64 * 1024;
keep(JSON.parse(readFileSync(new URL('../../static/vendor/emojibase-data@17.0.0/emoji.json', import.meta.url), 'utf8')));

/** Whether four times the text takes about four times as long, and not sixteen times. */
const growthOf = (run) => (bit) => {
  const cost = (size) => {
    const text = bit.repeat(size).slice(0, size);
    const start = process.cpuUsage().user;
    run(text);
    return process.cpuUsage().user - start;
  };
  // A busy machine, or the collection of garbage, may hold up one of them.
  return [1, 2, 3, 4].some(() => cost(SIZE) < 9 * cost(SIZE / 4) + 5000);
};

/** A node of Markdown, as Python has it in JSON. */
const listed = (node) => (typeof node === 'string' ? node : [node.kind, node.children.map(listed), node.value]);

/** How many milliseconds it takes to take a text apart: the best of some, as a machine may be busy. */
function cost(text) {
  const once = () => {
    const start = process.cpuUsage().user;
    parsed(text);
    return process.cpuUsage().user - start;
  };
  return Math.min(once(), once(), once()) / 1000;
}

/** As in a page that runs from right to left. @param {string} text */
function isolatedInArabic(text) {
  globalThis.document = /** @type {Document} */ ({ dir: 'rtl' });
  const found = isolated(text);
  Reflect.deleteProperty(globalThis, 'document');
  return found;
}

/** @type {Record<string, (text: string) => unknown>} */
const answers = {
  pieces: (text) => pieces(text).map((piece) => [piece.text, piece.href ?? null, piece.hidden ?? null]),
  growth: growthOf(pieces),
  names: (text) => namesIn(text).map(({ start, forms }) => forms.map(({ end, key }) => [text.slice(start, end), key])),
  growthOfNames: growthOf((text) => namesIn(`@ ${text}`)),
  keyOf,
  cost,
  tree: (text) => parsed(text)?.map(listed) ?? null,
  words: (text) => {
    const blocks = parsed(text);
    return blocks ? wordsOf(blocks) : text;
  },
  fold,
  letters: (text) => [shows(text), trimmed(text), initial(text), oneEmoji(text)],
  few: (text) => isFewEmojis(text),
  withoutTone: (emoji) => withoutTone(oneEmoji(emoji)),
  growthOfEmojis: growthOf((text) => [...text].forEach((_, at) => runAt(text, at, text.length))),
  quote: quoteOf,
  isolated,
  isolatedInArabic,
};

for await (const line of createInterface({ input: process.stdin })) {
  const [what, texts] = JSON.parse(line);
  console.log(JSON.stringify(texts.map(answers[what])));
}
