// @ts-check
/**
 * What Markdown has here beside CommonMark: links by our own rule, spoilers, mathematics, emojis. The rules stand in words in
 * weconnect/formatting/rules.py, whose twin this is, line by line.
 *
 * @typedef {object} Token of markdown-it
 * @property {string} type
 * @property {string} tag
 * @property {number} nesting
 * @property {string} content
 * @property {string} info
 * @property {boolean} hidden
 * @property {[string, string][]|null} attrs
 * @property {Token[]|null} children
 *
 * @typedef {{marker: number, length: number, token: number, end: number, open: boolean, close: boolean}} Delimiter
 *
 * @typedef {object} Inline where it is in a line of text
 * @property {string} src
 * @property {number} pos
 * @property {number} posMax
 * @property {number} linkLevel
 * @property {string} pending
 * @property {{addresses?: Map<string, Addresses>, noMath?: Set<string>, noMathBlock?: Set<number>}} env
 * @property {Token[]} tokens
 * @property {Delimiter[]} delimiters
 * @property {({delimiters: Delimiter[]}|null)[]} tokens_meta
 * @property {(type: string, tag: string, nesting: number) => Token} push
 * @property {(at: number, split: boolean) => {can_open: boolean, can_close: boolean, length: number}} scanDelims
 *
 * @typedef {Pick<Inline, 'src'|'env'|'push'> & {bMarks: number[], tShift: number[], eMarks: number[], sCount: number[],
 * blkIndent: number, line: number}} Block where it is among lines
 *
 * @typedef {{end: number, href: string}} Address
 * @typedef {Map<number, Address>} Addresses by where they begin
 */
import { linkParts } from '../core/dom/links.js';
import { runAt } from './emoji.js';

const BAR = 124;

// What another rule may begin with; an address begins anywhere.
const BEGINS = /[\n!$&*:<@[\\\]_`|~]/;

/** @param {import('./markdown.js').Parser} md */
export function addRules({ inline, block }) {
  inline.ruler.at('text', text);
  inline.ruler.before('text', 'address', address);
  inline.ruler.before('text', 'emoji', emoji);
  inline.ruler.before('emphasis', 'spoiler', spoiler);
  inline.ruler2.before('emphasis', 'spoiler', pairSpoilers);
  inline.ruler.before('escape', 'math', math);
  block.ruler.before('fence', 'math', mathBlock, { alt: ['paragraph', 'reference', 'blockquote', 'list'] });
}

/** @param {Inline} state @returns {Addresses} */
function addressesIn({ src, env }) {
  // The words of each image are a text of their own, within the one around it.
  const ofTexts = (env.addresses ??= new Map());
  let found = ofTexts.get(src);
  if (!found) {
    found = new Map();
    let at = 0;
    for (const part of linkParts(src)) {
      const end = at + part.text.length;
      if (part.href) found.set(at, { end, href: part.href });
      at = end;
    }
    ofTexts.set(src, found);
  }
  return found;
}

/** @param {Inline} state @param {boolean} silent */
function address(state, silent) {
  const found = state.linkLevel ? undefined : addressesIn(state).get(state.pos);
  if (!found || found.end > state.posMax) return false;
  if (!silent) {
    state.push('link_open', 'a', 1).attrs = [['href', found.href]];
    state.push('text', '', 0).content = state.src.slice(state.pos, found.end);
    state.push('link_close', 'a', -1);
  }
  state.pos = found.end;
  return true;
}

/** On to what may begin something else, or to the next address. @param {Inline} state @param {boolean} silent */
function text(state, silent) {
  const addresses = state.linkLevel ? null : addressesIn(state);
  let end = state.pos;
  while (end < state.posMax && !BEGINS.test(state.src[end]) && (end === state.pos || !addresses?.has(end))) end += 1;
  if (end === state.pos) return false;
  if (!silent) state.pending += state.src.slice(state.pos, end);
  state.pos = end;
  return true;
}

/** `:name:`, whether there is such an emoji or not: that is known where it is drawn. @param {Inline} state @param {boolean} silent */
function emoji(state, silent) {
  if (state.src[state.pos] !== ':') return false;
  const names = runAt(state.src, state.pos, state.posMax);
  for (const name of names) {
    if (!silent) state.push('emoji', '', 0).content = name.normalize('NFC');
    state.pos += name.length + 2;
  }
  return names.length > 0;
}

/** `||` is one end of a spoiler, as `~~` of what is struck through. @param {Inline} state @param {boolean} silent */
function spoiler(state, silent) {
  if (silent || state.src[state.pos] !== '|') return false;
  const { length, can_open: open, can_close: close } = state.scanDelims(state.pos, true);
  if (length < 2) return false;
  if (length % 2) state.push('text', '', 0).content = '|';
  for (let pair = 0; pair < Math.floor(length / 2); pair += 1) {
    state.push('text', '', 0).content = '||';
    state.delimiters.push({ marker: BAR, length: 0, token: state.tokens.length - 1, end: -1, open, close });
  }
  state.pos += length;
  return true;
}

/** @param {Inline} state */
function pairSpoilers(state) {
  const others = state.tokens_meta.flatMap((meta) => (meta?.delimiters ? [meta.delimiters] : []));
  for (const delimiters of [state.delimiters, ...others]) {
    for (const begin of delimiters) {
      if (begin.marker !== BAR || begin.end === -1) continue;
      const ends = /** @type {const} */ ([[begin, 'open', 1], [delimiters[begin.end], 'close', -1]]);
      for (const [delimiter, kind, nesting] of ends) Object.assign(state.tokens[delimiter.token], { type: `spoiler_${kind}`, content: '', nesting });
    }
  }
}

/** Off both ends goes only what CommonMark calls a space. @param {string} line */
function trimmed(line) {
  let end = line.length;
  while (end && ' \t\n'.includes(line[end - 1])) end -= 1;
  return line.slice(0, end).replace(/^[ \t\n]+/, '');
}

/** What stands between `$$` and `$$` in one paragraph. @param {Inline} state @param {boolean} silent */
function math(state, silent) {
  const start = state.pos + 2;
  if (!state.src.startsWith('$$', state.pos) || start > state.posMax) return false;
  const here = `${state.posMax} ${state.src}`;
  const none = (state.env.noMath ??= new Set());
  if (none.has(here)) return false;
  const end = state.src.indexOf('$$', start);
  if (end < 0 || end + 2 > state.posMax) {
    // Nor is there one for what follows.
    none.add(here);
    return false;
  }
  const content = trimmed(state.src.slice(start, end));
  if (!content) return false;
  if (!silent) state.push('math', '', 0).content = content;
  state.pos = end + 2;
  return true;
}

/** The lines from one that begins with `$$` to one that ends with it. @param {Block} state @param {number} first @param {number} last @param {boolean} silent */
function mathBlock(state, first, last, silent) {
  const begin = state.bMarks[first] + state.tShift[first];
  if (state.sCount[first] - state.blkIndent >= 4 || !state.src.startsWith('$$', begin)) return false;
  const none = (state.env.noMathBlock ??= new Set());
  let line = first;
  const lines = [trimmed(state.src.slice(begin + 2, state.eMarks[first]))];
  while (!lines[lines.length - 1].endsWith('$$')) {
    line += 1;
    if (line >= last || none.has(last) || state.sCount[line] < state.blkIndent) {
      none.add(last);
      return false;
    }
    lines.push(trimmed(state.src.slice(state.bMarks[line], state.eMarks[line])));
  }
  const content = trimmed(lines.join('\n').slice(0, -2));
  if (!content || content.includes('$$')) return false;
  if (!silent) {
    state.line = line + 1;
    state.push('math_block', '', 0).content = content;
  }
  return true;
}
