// @ts-check
/**
 * What people wrote, as nodes. What draws a text that says more than it shows is fetched with the first such text; until
 * it is there, the text stands as it was written, and is drawn anew then.
 *
 * @typedef {'whole'|'lines'|'quote'} Extent all of it, its words with their links, or the beginning of its words
 * @typedef {Record<Extent, (text: string) => DocumentFragment> & {words: (text: string) => string, enliven: (root: ParentNode) => void}} Formatter
 */
import { signal } from '../store/signals.js';
import { app } from './app.js';
import { quoteNodes, textNodes } from './html.js';
import { isSignificant } from './significant.js';
import { words } from '../i18n/words.js';

/** @type {Formatter|undefined} */
let formatter;
/** @type {Promise<Formatter|undefined>|undefined} */
let fetched;
/** What is to be drawn anew, by where it stands. @type {Map<Element, () => void>} */
const waiting = new Map();

const PLAIN = { whole: textNodes, lines: textNodes, quote: quoteNodes };

/** Fetches what draws texts. It comes at once if it is there. @returns {Promise<Formatter|undefined>} undefined where nothing does */
export const fetchFormatter = () =>
  (fetched ??= Promise.resolve(app().features.formatter?.()).then(
    (found) => {
      formatter = found;
      drawLater([]);
      return found;
    },
    () => (fetched = undefined),
  ));

/** Draws what is there otherwise as soon as it is known how; lists stay in their place. @param {[Element, () => void][]} drawings by where they stand */
export function drawLater(drawings) {
  for (const [node, draw] of drawings) waiting.set(node, draw);
  signal('drawnAnew', undefined);
  redraw(document);
}

/** Draws what waited for it within a part of the page. @param {ParentNode} root */
export function redraw(root) {
  for (const [node, draw] of formatter ? waiting : []) {
    if (node.isConnected && !root.contains(node)) continue;
    waiting.delete(node);
    if (node.isConnected) draw();
  }
}

/**
 * The words alone of what a message says.
 * @param {{content: string, plain?: boolean}} message
 * @returns {string|undefined} undefined until it is known how: the signal `drawnAnew` tells of that
 */
export function wordsOf({ content, plain }) {
  if (plain || !isSignificant(content)) return content;
  void fetchFormatter();
  return formatter?.words(content);
}

/** What a message has in place of words, where only those are shown; '': it has some. @param {import('./registry.js').Wordless} message @returns {string|Promise<string>} */
export const insteadOf = (message) => (message.deleted ? words.list.deleted : message.content ? '' : app().features.instead?.(message) || words.list.sealed);

/** What is to be shown, once it is known how to say it. @type {WeakMap<Element, unknown>} */
const asked = new WeakMap();

/**
 * Shows the words of a message, or what it has in their place.
 * @param {HTMLElement} node @param {import('../store/message.js').Shown} message @param {Extent} extent @param {number} [longest] characters
 */
export function showWords(node, message, extent, longest = Infinity) {
  const found = insteadOf(message);
  asked.set(node, found);
  if (found instanceof Promise) return void found.then((text) => asked.get(node) === found && node.replaceChildren(quoteNodes(text)));
  const draw = () => found || app().features.drawIn(node, message);
  showText(node, { content: found || [...message.content.slice(0, 2 * longest)].slice(0, longest).join(''), plain: message.plain || Boolean(found) }, extent, draw);
  draw();
}

/**
 * Shows what a message says.
 * @param {Element} node @param {{content: string, plain?: boolean}} message @param {Extent} [extent]
 * @param {() => void} [drawn] called when it is drawn anew later
 */
export function showText(node, { content, plain }, extent = 'whole', drawn) {
  const more = !plain && isSignificant(content);
  node.replaceChildren((more && formatter ? formatter : PLAIN)[extent](content));
  if (!more || formatter) return void waiting.delete(node);
  waiting.set(node, () => {
    showText(node, { content }, extent);
    drawn?.();
  });
  void fetchFormatter();
}
