// @ts-check
/** What a forwarded message says: the twin of weconnect/forwarding/text.py. */
import { linkParts } from '../core/dom/links.js';
import { MAX_CONTENT } from '../core/wire.js';

/** Behind a sign that calls for somebody: it looks like nothing, and nobody is called again. */
const SILENT = '\u200b';

const PUNCTUATION = /[!-/:-@[-`{-~]/g;
// What says something else in Markdown: where a line begins, and within it.
const INDENT = /(?<![^\n])[ \t]+/g;
const NUMBER = /(?<![^\n])[0-9]{1,9}(?=[.)])/g;
const MARKS = /(?<![^\n])[#>+=:-]|[\\`*_[\]<&~|$]/g;

const silent = (/** @type {string} */ text) => text.replace(/[@＠]/g, `$&${SILENT}`);

const escaped = (/** @type {string} */ text) => text.replace(MARKS, '\\$&').replace(NUMBER, '$&\\');

/** A plain text as Markdown that says the same: its links are links, all else is as written. @param {string} text */
function inMarkdown(text) {
  const indented = text.replace(INDENT, (spaces) => '\u00a0'.repeat([...spaces].reduce((at, one) => (one === '\t' ? at + 4 - (at % 4) : at + 1), 0)));
  return linkParts(indented).map((part) => (part.href === part.text ? `<${part.text}>` : escaped(part.text))).join('');
}

/**
 * A note, and below it what was said, by whom and where, as a quote: everybody reads it to whom it is forwarded.
 * @param {string} note
 * @param {string} author
 * @param {string} link
 * @param {string} text
 * @param {boolean} [plain] whether the text is; it looks there as it did
 * @returns {string} no longer than a message may be: what is too long is cut
 */
export function forwarded(note, author, link, text, plain = false) {
  const above = note.trim() ? `${note.trim()}\n\n` : '';
  const name = silent(author.replace(PUNCTUATION, '\\$&'));
  const quiet = silent(plain ? inMarkdown(text) : text);
  const body = quiet.split('\n').map((line) => `> ${line}`.trimEnd()).join('\n');
  const whole = [...`${above}> ${name} · ${link}\n>\n${body}`];
  return whole.length <= MAX_CONTENT ? whole.join('') : `${whole.slice(0, MAX_CONTENT - 1).join('')}…`;
}
