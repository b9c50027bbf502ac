// @ts-check
/**
 * Markdown: a text as a tree of what it says. The twin of weconnect/formatting/markdown.py: tests/formatting holds the
 * two to one tree for any text.
 *
 * @typedef {(state: never, ...rest: never[]) => boolean|void} Rule
 * @typedef {{at: (name: string, rule: Rule) => void, before: (other: string, name: string, rule: Rule, options?: {alt: string[]}) => void}} Ruler
 * @typedef {object} Parser markdown-it
 * @property {(rules: string[]) => void} disable
 * @property {(text: string, env: object) => import('./rules.js').Token[]} parse
 * @property {(href: string) => boolean} validateLink
 * @property {(href: string) => string} normalizeLink
 * @property {(href: string) => string} normalizeLinkText
 * @property {{ruler: Ruler, ruler2: Ruler}} inline
 * @property {{ruler: Ruler}} block
 */
import MarkdownIt from '../../vendor/markdown-it@15.0.3/markdown-it.mjs';
import { isSignificant } from '../core/dom/significant.js';
import { addRules } from './rules.js';
import { treeOf } from './tree.js';

const MAX_NESTING = 20;

// Whoever follows it is told where it leads: to a web site, or to a mail box.
const HREF = /^(?:https?:\/\/|mailto:)[^\0- ]/i;

// No text is looked through for longer than a person waits: where signs that begin something are too many, it is shown
// as it stands. A line counts twice.
const SIGNS = /[\n[\]*_<>`|!&~$\\]/g;
const MOST_SIGNS = 2000;

const count = (/** @type {string} */ text, /** @type {RegExp} */ signs) => text.match(signs)?.length ?? 0;

const md = /** @type {Parser} */ (MarkdownIt('default', { html: false, linkify: false, typographer: false, maxNesting: MAX_NESTING }));
md.disable(['html_block', 'html_inline', 'linkify', 'replacements', 'smartquotes']);
md.validateLink = (href) => HREF.test(href);
md.normalizeLink = md.normalizeLinkText = (href) => href;
addRules(md);

/** Whether it might take too long to take the text apart. @param {string} text */
const isTooMuch = (text) => text.length > MOST_SIGNS / 2 && count(text, SIGNS) + count(text, /\n/g) > MOST_SIGNS;

/**
 * What the text says, as blocks; null if it says what it shows, but for links and hidden signs.
 * @param {string} text
 * @returns {import('./tree.js').Node[]|null}
 */
export function parsed(text) {
  if (!isSignificant(text) || isTooMuch(text)) return null;
  const blocks = treeOf(md.parse(text, {}));
  // A text of nothing but definitions of links would show nothing.
  return blocks.length ? blocks : null;
}
