// @ts-check
/** What draws texts that say more than they show: fetched with the first of them. */
import { quoteNodes, textNodes } from '../core/dom/html.js';
import { drawLater } from '../core/dom/texts.js';
import { fetchRows, standard } from '../core/dom/emojis.js';
import { enliven } from './enliven.js';
import { parsed } from './markdown.js';
import { nodesOf, wordsOf } from './nodes.js';

export { enliven };

const NAME = /:[a-z0-9_+-]{1,64}:/;

/** The whole of a text. @param {string} text @returns {DocumentFragment} */
export function whole(text) {
  const blocks = parsed(text);
  const nodes = blocks ? nodesOf(blocks) : textNodes(text);
  enliven(nodes);
  return nodes;
}

/** The words of a text alone, for a line of a list or a notification; emojis that are not known yet come later. @param {string} text @returns {string} */
export function words(text) {
  const blocks = parsed(text);
  if (!standard() && NAME.test(text)) fetchRows().then(() => drawLater([]), () => {});
  return blocks ? wordsOf(blocks) : text;
}

/** The words alone, with their links. @param {string} text @returns {DocumentFragment} */
export const lines = (text) => textNodes(words(text));

/** The beginning of the words alone. @param {string} text @returns {DocumentFragment} */
export const quote = (text) => quoteNodes(words(text));
