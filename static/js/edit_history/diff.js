// @ts-check
/** What was taken out of a text, and what was put in, word by word. */

/** So many comparisons at most; longer texts are shown as taken out and put in as a whole. */
const MOST = 1_000_000;

/** @typedef {{text: string, how: 'same'|'out'|'in'}} Piece */

/** @param {string} text @returns {string[]} words, names with their sign, and what stands between them */
const words = (text) => text.match(/\s+|[@＠][\p{L}\p{N}\p{M}]+(?:[_.-]+[\p{L}\p{N}\p{M}]+)*|[\p{L}\p{N}\p{M}]+|[^\s\p{L}\p{N}\p{M}]/gu) ?? [];

/**
 * @param {string} before
 * @param {string} after
 * @returns {Piece[]} in order: without what is `in` the text before, without what is `out` the text after
 */
export function diff(before, after) {
  const [a, b] = [words(before), words(after)];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  /** @type {Piece[]} */
  const found = [];
  const add = (/** @type {Piece['how']} */ how, /** @type {string} */ text) => {
    const last = found.at(-1);
    if (last?.how === how) last.text += text;
    else if (text) found.push({ text, how });
  };
  add('same', a.slice(0, start).join(''));
  for (const [how, text] of middle(a.slice(start, a.length - end), b.slice(start, b.length - end))) add(how, text);
  add('same', a.slice(a.length - end).join(''));
  return found;
}

/** By the longest common subsequence. @param {string[]} a @param {string[]} b @returns {[Piece['how'], string][]} */
function middle(a, b) {
  if (a.length * b.length > MOST) return [['out', a.join('')], ['in', b.join('')]];
  const width = b.length + 1;
  const length = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      length[i * width + j] = a[i] === b[j] ? length[(i + 1) * width + j + 1] + 1 : Math.max(length[(i + 1) * width + j], length[i * width + j + 1]);
    }
  }
  /** @type {[Piece['how'], string][]} */
  const found = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      found.push(['same', a[i]]);
      i += 1;
      j += 1;
    } else if (j === b.length || (i < a.length && length[(i + 1) * width + j] >= length[i * width + j + 1])) found.push(['out', a[i++]]);
    else found.push(['in', b[j++]]);
  }
  return found;
}
