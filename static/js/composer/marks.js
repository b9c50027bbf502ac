// @ts-check
/**
 * What formatting does to a text in Markdown, as plain functions: each looks at a text and what is selected in it, and says what to
 * put where.
 *
 * @typedef {{value: string, start: number, end: number}} Selected a text, and the part of it that is selected
 * @typedef {{start: number, end: number, text: string, from: number, to: number}} Change what comes in place of a part, and what is selected
 * then
 */
import { ITEM, QUOTES, linesOf } from './lines.js';

const WORD = /[\p{L}\p{M}\p{N}_]/u;
// As the character before a place may have two halves.
const LAST = /[\p{L}\p{M}\p{N}_]$/u;

/** Whether this mark stands there, and not as a part of a longer one. @param {string} value @param {number} at @param {string} mark */
function isMark(value, at, mark) {
  const sign = mark[0];
  if (at < 0 || value.slice(at, at + mark.length) !== mark) return false;
  let [from, to] = [at, at + mark.length];
  while (value[from - 1] === sign) from -= 1;
  while (value[to] === sign) to += 1;
  const length = to - from;
  // Three stars are both.
  return length === mark.length || (length === 3 && sign === '*');
}

/**
 * A piece of one line with marks around it, or without them if it has them.
 * @param {string} value @param {number} start @param {number} end @param {string[]} marks the ones it may have; the first is put
 */
function around(value, start, end, marks) {
  for (const mark of marks) {
    const size = mark.length;
    // Each of the two may stand within what is selected or outside of it.
    const left = [start - size, start].find((at) => isMark(value, at, mark));
    const right = [end, end - size].find((at) => isMark(value, at, mark));
    if (left === undefined || right === undefined || left + size >= right) continue;
    return { start: left, end: right + size, text: value.slice(left + size, right), off: true, size: 0 };
  }
  const inWord = LAST.test(value.slice(Math.max(0, start - 2), start)) || WORD.test([...value.slice(end, end + 2)][0] ?? '');
  // A low line inside of a word is a part of it.
  const mark = marks.find((one) => !(inWord && one[0] === '_')) ?? marks[0];
  return { start, end, text: mark + value.slice(start, end) + mark, off: false, size: mark.length };
}

/** A selection without the white space at its ends: marks stand at words. @param {Selected} selected */
function narrowed({ value, start, end }) {
  const text = value.slice(start, end);
  const lead = text.length - text.trimStart().length;
  return lead === text.length ? { start: end, end } : { start: start + lead, end: start + text.trimEnd().length };
}

/**
 * Puts marks around what is selected, in each line by itself, or takes them away.
 * @param {Selected} selected @param {string[]} marks the first is put, the others are known
 * @returns {Change}
 */
export function surround(selected, marks) {
  const { value } = selected;
  const { start, end } = narrowed(selected);
  if (start === end) {
    const empty = marks.find((mark) => {
      const [from, to] = [start - mark.length, start + mark.length];
      return value.slice(Math.max(0, from), to) === mark + mark && value[from - 1] !== mark[0] && value[to] !== mark[0];
    });
    if (empty) return { start: start - empty.length, end: start + empty.length, text: '', from: start - empty.length, to: start - empty.length };
    const at = start + marks[0].length;
    return { start, end, text: marks[0] + marks[0], from: at, to: at };
  }
  const pieces = [];
  let at = start;
  for (const line of value.slice(start, end).split('\n')) {
    const before = at === value.lastIndexOf('\n', at - 1) + 1 ? (ITEM.exec(line) ?? QUOTES.exec(line) ?? [''])[0].length : 0;
    const piece = narrowed({ value, start: at + before, end: at + line.length });
    if (piece.start < piece.end) pieces.push(around(value, piece.start, piece.end, marks));
    at += line.length + 1;
  }
  // Nothing but the signs of items.
  if (!pieces.length) return surround({ value, start: end, end }, marks);
  // Where some have the marks and some do not, all get them.
  const off = pieces.every((piece) => piece.off);
  const wanted = pieces.filter((piece) => piece.off === off);
  let text = '';
  let [from, last] = [wanted[0].start, wanted[0].start];
  for (const piece of wanted) {
    text += value.slice(last, piece.start) + piece.text;
    last = piece.end;
  }
  const size = wanted[0].size;
  return { start: from, end: last, text, from: from + size, to: from + text.length - size };
}

/** So many signs of a kind that none in the text is as long. @param {string} text @param {number} least */
function ticks(text, least) {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  return '`'.repeat(longest < least ? least : longest + 1);
}

/** Code: within a line between ticks, several lines as a block. @param {Selected} selected @returns {Change} */
export function code(selected) {
  const { value } = selected;
  const { start, end } = narrowed(selected);
  const text = value.slice(start, end);
  if (text.includes('\n')) return block({ value, ...linesOf({ value, start, end }) });
  const known = /^(`+)( ?)([^`].*?)\2\1$/s.exec(text);
  if (known) return { start, end, text: known[3], from: start, to: start + known[3].length };
  if (!text.includes('`')) return surround(selected, ['`']);
  const [mark, room] = [ticks(text, 1), /^`|`$/.test(text) ? ' ' : ''];
  return { start, end, text: mark + room + text + room + mark, from: start + mark.length + room.length, to: end + mark.length + room.length };
}

/** Lines as a block of code. @param {{value: string, from: number, to: number}} lines @returns {Change} */
function block({ value, from, to }) {
  const text = value.slice(from, to);
  const fenced = fence(text);
  const at = from + fenced.indexOf('\n') + 1;
  return { start: from, end: to, text: fenced, from: at, to: at + text.length };
}

/** A text as a block of code. @param {string} text @param {string} [language] */
export const fence = (text, language = '') => `${ticks(text, 3)}${language}\n${text}\n${ticks(text, 3)}`;

/** A text as what stands between the brackets of a link. @param {string} text */
const linkText = (text) => text.replace(/[[\]\\]/g, '\\$&').replace(/\s*\n\s*/g, ' ');

/**
 * Makes a link of what is selected.
 * @param {Selected} selected @param {string} [address] its own: else it is asked for
 * @returns {Change}
 */
export function link(selected, address = '') {
  const { value } = selected;
  const { start, end } = narrowed(selected);
  const text = value.slice(start, end);
  if (!address && isAddress(text)) return { start, end, text: `[](${target(text)})`, from: start + 1, to: start + 1 };
  const shown = linkText(text);
  const whole = `[${shown}](${target(address) || 'https://'})`;
  const at = start + whole.length;
  if (address) return { start, end, text: whole, from: at, to: at };
  return text ? { start, end, text: whole, from: start + shown.length + 3, to: at - 1 } : { start, end, text: whole, from: start + 1, to: start + 1 };
}

/** Whether a text is one address of the web, and nothing else. @param {string} text */
export const isAddress = (text) => /^https?:\/\/[^\s<>"\\]+$/i.test(text);

/** An address in the form in which it ends where it does. @param {string} address */
const target = (address) => (/[()]/.test(address) ? `<${address}>` : address);

