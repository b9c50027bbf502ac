// @ts-check
/** Names in a message as what they stand for: the people, by their present names. As weconnect/mentions/drawing.py. */
import { keyOf, mayMention, namesInPiece } from '../core/dom/names.js';

/** @typedef {import('../core/wire.js').Called} Called */

/** What stands in these calls for nobody. */
const APART = 'a, code, pre, i';

/**
 * @param {HTMLElement} content what a message says, as it was drawn
 * @param {Called[]} called
 * @param {(one: Called) => {name: string, mine: boolean}} shown how each is shown
 */
export function drawNames(content, called, shown) {
  const byKey = new Map(called.map((one) => [keyOf(one.name), one]));
  const walker = document.createTreeWalker(content, NodeFilter.SHOW_TEXT);
  /** @type {Text[]} */
  const texts = [];
  while (walker.nextNode()) {
    const text = /** @type {Text} */ (walker.currentNode);
    if (mayMention(text.data) && !text.parentElement?.closest(APART)) texts.push(text);
  }
  for (const text of texts) {
    const nodes = nodesOf(text.data, byKey, shown);
    if (nodes) text.replaceWith(...nodes);
  }
}

/** @param {string} text @param {Map<string, Called>} called @param {Parameters<typeof drawNames>[2]} shown */
function nodesOf(text, called, shown) {
  /** @type {(Node|string)[]} */
  const nodes = [];
  let at = 0;
  for (const { start, forms } of namesInPiece(text)) {
    const form = forms.find(({ key }) => called.has(key));
    if (!form) continue;
    const one = /** @type {Called} */ (called.get(form.key));
    nodes.push(text.slice(at, start), linkOf(one, shown(one)));
    at = form.end;
  }
  return nodes.length ? [...nodes, text.slice(at)] : null;
}

/** @param {Called} one @param {{name: string, mine: boolean}} shown */
function linkOf({ kind, id, name: username }, { name, mine }) {
  const node = document.createElement(id ? 'a' : 'span');
  node.className = mine ? 'mention mention-me' : 'mention';
  node.textContent = `@${name}`;
  if (!(node instanceof HTMLAnchorElement)) return node;
  node.href = `/${kind === 'group' ? 'groups' : 'people'}/${id}`;
  node.dataset[kind] = String(id);
  node.title = `@${username}`;
  node.dir = 'auto';
  return node;
}
