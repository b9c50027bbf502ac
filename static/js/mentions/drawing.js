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
    // What is drawn may stand in a link as a whole.
    const apart = text.parentElement?.closest(APART);
    if (mayMention(text.data) && !(apart && apart !== content && content.contains(apart))) texts.push(text);
  }
  for (const text of texts) {
    const nodes = nodesOf(text.data, byKey, shown, !content.closest('a'));
    if (!nodes) continue;
    text.replaceWith(...nodes);
    // In a message the arrow keys lead to links.
    if (content.closest('message-item')) for (const node of nodes) if (node instanceof HTMLAnchorElement) node.tabIndex = -1;
  }
}

/** @param {string} text @param {Map<string, Called>} called @param {Parameters<typeof drawNames>[2]} shown @param {boolean} linked whether they are links: there are none in a link */
function nodesOf(text, called, shown, linked) {
  /** @type {(Node|string)[]} */
  const nodes = [];
  let at = 0;
  for (const { start, forms } of namesInPiece(text)) {
    const form = forms.find(({ key }) => called.has(key));
    if (!form) continue;
    const one = /** @type {Called} */ (called.get(form.key));
    nodes.push(text.slice(at, start), linked ? linkOf(one, shown(one)) : `@${shown(one).name}`);
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
