// @ts-check
/**
 * What a text says as nodes of the page; the words of it alone. The counterpart of weconnect/formatting/html.py. Text
 * becomes nodes in core/dom/html.js.
 *
 * @typedef {import('./tree.js').Node} Node
 */
import { linkNode, seenNodes } from '../core/dom/html.js';
import { standard } from '../core/dom/emojis.js';
import { nameNode, shownAs } from './emoji.js';

/** In place of what somebody would rather not read by accident. */
const COVERED = '▒▒▒';
/** Each of them runs into its own direction. */
const BLOCKS = ['p', 'h', 'ul', 'ol', 'quote', 'table'];
/** What stands on lines of its own, where there are only words. */
const APART = ['p', 'h', 'ul', 'ol', 'li', 'quote', 'table', 'tr', 'pre', 'hr'];

const boxOf = (/** @type {Node['value']} */ value) => (value === true ? '☑ ' : value === false ? '☐ ' : '');

/** @param {Node[]} blocks @returns {DocumentFragment} */
export function nodesOf(blocks) {
  const fragment = document.createDocumentFragment();
  // One paragraph stands in the message itself.
  if (blocks.length === 1 && blocks[0].kind === 'p') addAll(fragment, blocks[0].children);
  else for (const block of blocks) fragment.append(elementOf(block, true));
  return fragment;
}

/** @param {ParentNode} parent @param {Node['children']} nodes */
const addAll = (parent, nodes) => parent.append(...nodes.map((one) => (typeof one === 'string' ? seenNodes(one) : (signOf(one) ?? elementOf(one)))));

/** The emoji of a name, as far as it is known. @param {Node} node */
const signOf = ({ kind, value }) => (kind === 'emoji' ? standard()?.get(String(value)) : undefined);

/** @param {Node} node @param {boolean} [outermost] */
function elementOf({ kind, children, value }, outermost = false) {
  const inner = makeElement(kind, value);
  if (outermost && BLOCKS.includes(kind)) inner.dir = 'auto';
  if (kind === 'li') inner.append(boxOf(value));
  if (kind === 'pre') {
    const code = document.createElement('code');
    if (value) code.dataset.language = String(value);
    addAll(code, children);
    inner.append(code);
  } else addAll(inner, children);
  if (kind !== 'table') return inner;
  const frame = document.createElement('div');
  frame.className = 'table';
  frame.append(inner);
  return frame;
}

/** @param {string} kind @param {Node['value']} value @returns {HTMLElement} */
function makeElement(kind, value) {
  if (kind === 'a') return linkNode(String(value));
  if (kind === 'emoji') return nameNode(String(value));
  const make = (/** @type {string} */ tag, /** @type {object} */ properties = {}) => Object.assign(document.createElement(tag), properties);
  switch (kind) {
    // Those of the page stand above a message's.
    case 'h': return make(`h${Math.min(Number(value) + 2, 6)}`);
    case 'quote': return make('blockquote');
    case 'pre': return make('pre', { dir: 'ltr' });
    case 'spoiler': return make('span', { className: 'spoiler', tabIndex: 0 });
    case 'ol': return make('ol', value === 1 ? {} : { start: value });
    case 'li': return make('li', typeof value === 'boolean' ? { className: 'task' } : {});
    case 'math': {
      const math = make('code', { className: 'math', dir: 'ltr' });
      math.dataset.math = value ? 'block' : 'inline';
      return math;
    }
    default: {
      const element = make(kind);
      if (value && (kind === 'th' || kind === 'td')) element.dataset.align = String(value);
      return element;
    }
  }
}

/** The words alone, without what makes them look in some way, and without spoilers. @param {Node[]} blocks */
export const wordsOf = (blocks) => blocks.map(wordsIn).join('').replace(/[ \t]*\n[ \t\n]*/g, '\n').replace(/^[ \t\n]+|[ \t\n]+$/g, '');

/** @param {Node|string} node @returns {string} */
function wordsIn(node) {
  if (typeof node === 'string') return node;
  const { kind, children, value } = node;
  if (kind === 'spoiler') return COVERED;
  if (kind === 'emoji') return shownAs(String(value));
  const apart = APART.includes(kind) ? '\n' : '';
  const item = kind === 'li' ? boxOf(value) || '• ' : '';
  const inner = children.map(wordsIn).join(kind === 'tr' ? ' | ' : '');
  return `${apart}${item}${inner}${apart || (kind === 'br' ? '\n' : '')}`;
}
