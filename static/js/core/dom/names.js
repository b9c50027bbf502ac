// @ts-check
/**
 * The names that a text calls for by an @, as on the server: weconnect/mentions/names.py, where the rules stand, and
 * code.py beside it. tests/js/names.json and a property test in tests/mentions/test_names.py hold both to one result.
 *
 * @typedef {object} Name
 * @property {number} start where its @ stands
 * @property {{end: number, key: string}[]} forms what it may mean, the longest first, and where that ends
 */
import { linkParts } from './links.js';

const UNSPACED =
  '[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Bopomofo}\\p{Script=Hangul}\\p{Script=Yi}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}\\p{Script=Tai_Le}\\p{Script=New_Tai_Lue}\\p{Script=Tai_Tham}\\p{Script=Tai_Viet}\\u30fc\\uff70]';
const MENTION = new RegExp(`(?<=${UNSPACED}|(?<![\\p{L}\\p{M}\\p{N}_@＠.+]))[@＠]([\\p{L}\\p{M}\\p{N}._\\u200c\\u200d-]{1,128})`, 'gu');
const HAS_UNSPACED = new RegExp(UNSPACED, 'u');
const BEGINS_UNSPACED = new RegExp(`^${UNSPACED}`, 'u');
const MOST = 50;
const MOST_FORMS = 200;

/** A letter with what belongs to it: marks, the rest of a Korean syllable, the Thai and Lao vowel that stands behind. */
const LETTER = /.[\p{M}\u1160-\u11ff\u0e33\u0eb3\u200c\u200d]*/gu;

/**
 * The form by which usernames are compared. It need not be the server's, as long as the same names share one: a letter's
 * capital stands for it, so that ß is ss and ς is σ; but a dotless ı is no i.
 * @param {string} name
 */
export const keyOf = (name) =>
  name.normalize('NFKC').split('ı').map((part) => part.toLowerCase().toUpperCase().toLowerCase()).join('ı').replaceAll('ς', 'σ').normalize('NFKC');

/** Whether a text has a sign that calls: one without it mentions nobody. @param {string} text */
export const mayMention = (text) => text.includes('@') || text.includes('＠');

/** The names in a text, outside of code and links. @param {string} text @returns {Name[]} */
export function namesIn(text) {
  if (!mayMention(text)) return [];
  /** @type {Name[]} */
  const found = [];
  let left = MOST_FORMS;
  for (const [start, end] of outsideCode(text)) {
    let at = start;
    for (const part of linkParts(text.slice(start, end))) {
      if (!part.href) {
        for (const name of namesInPiece(part.text, at, left)) {
          left -= new Set(name.forms.map(({ key }) => key)).size;
          found.push(name);
          if (found.length === MOST || left <= 0) return found;
        }
      }
      at += part.text.length;
    }
  }
  return found;
}

/** The names in a piece of a text that is neither code nor a link. @param {string} text @param {number} [at] where it stands @param {number} [most] @returns {Generator<Name>} */
export function* namesInPiece(text, at = 0, most = MOST_FORMS) {
  for (const match of text.matchAll(MENTION)) {
    const start = at + match.index + 1;
    /** @type {Map<string, {end: number, key: string}>} */
    const forms = new Map();
    for (const { end, name } of formsOf(match[1], most)) {
      const form = { end: start + end, key: keyOf(name) };
      if (name && !forms.has(`${form.end} ${form.key}`)) forms.set(`${form.end} ${form.key}`, form);
    }
    yield { start: start - 1, forms: [...forms.values()] };
  }
}

/** What a run of letters behind an @ may mean. @param {string} run @param {number} most */
function* formsOf(run, most) {
  const ends = [run.length, ...[...run.matchAll(/[\u200c\u200d]+/gu)].map(({ index }) => index)].slice(0, most).sort((a, b) => b - a);
  for (const end of ends) {
    for (const dropped of [/$/u, /[.\-\u200c\u200d]+$/u, /[._\-\u200c\u200d]+$/u]) {
      const part = run.slice(0, end).replace(dropped, '');
      yield { end: part.length, name: part.replace(/[\u200c\u200d]/gu, '') };
    }
  }
  if (!HAS_UNSPACED.test(run)) return;
  const letters = [...run.matchAll(LETTER)];
  let left = most;
  for (let cut = letters.length - 1; cut > 0 && left > 0; cut -= 1) {
    if (!BEGINS_UNSPACED.test(letters[cut - 1][0]) && !BEGINS_UNSPACED.test(letters[cut][0])) continue;
    yield { end: letters[cut].index, name: run.slice(0, letters[cut].index) };
    left -= 1;
  }
}

/** The parts of a text that are no code, as pairs of places. @param {string} text @returns {Generator<[number, number]>} */
export function* outsideCode(text) {
  let fence = '';
  let at = 0;
  let start = 0;
  const lines = text.includes('`') || text.includes('~~~') ? text.split('\n') : [];
  for (const line of lines) {
    const end = start + line.length;
    const opening = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})/u.exec(line);
    if (fence) {
      if (/^ {0,3}(`{3,}|~{3,})[ \t]*$/u.exec(line)?.[1].startsWith(fence)) [fence, at] = ['', end];
    } else if (opening) {
      yield* outsideSpans(text, at, start);
      fence = opening[1];
    } else if (/^[ \t]*$/u.test(line)) {
      yield* outsideSpans(text, at, end);
      at = end;
    }
    start = end + 1;
  }
  if (!fence) yield* outsideSpans(text, at, text.length);
}

/** @param {string} text @param {number} from @param {number} to @returns {Generator<[number, number]>} */
function* outsideSpans(text, from, to) {
  const runs = [...text.slice(from, to).matchAll(/`+/gu)].map((run) => ({ begin: from + run.index, end: from + run.index + run[0].length }));
  /** By their lengths, the last first: each of them is found at once, however many there are. @type {Map<number, number[]>} */
  const ofLength = new Map();
  for (let i = runs.length - 1; i >= 0; i -= 1) {
    const length = runs[i].end - runs[i].begin;
    const same = ofLength.get(length);
    if (same) same.push(i);
    else ofLength.set(length, [i]);
  }
  let at = from;
  for (let i = 0; i < runs.length; i += 1) {
    // What a backslash stands before is no part of the run.
    let before = runs[i].begin;
    while (before > from && text[before - 1] === '\\') before -= 1;
    const begin = runs[i].begin + ((runs[i].begin - before) % 2);
    const same = ofLength.get(runs[i].end - begin) ?? [];
    while (same.length && same[same.length - 1] <= i) same.pop();
    const close = same[same.length - 1];
    if (close === undefined) continue;
    if (begin > at) yield [at, begin];
    [at, i] = [runs[close].end, close];
  }
  if (to > at) yield [at, to];
}
