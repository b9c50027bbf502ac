// @ts-check
/** `:name:` in texts. The rule stands in words in weconnect/formatting/emoji.py, whose twin this is. */
import { fetchRows, standard } from '../core/dom/emojis.js';

const RUN = /(?<![\p{Nd}A-Za-z:])(?::[\p{Ll}\p{Lm}\p{Lo}\p{M}\p{Nd}_+-]{1,64}:)+(?![\p{Nd}A-Za-z:])/uy;
/** Those of Unicode are named in ASCII. */
const STANDARD = /^[\x00-\x7f]*$/;

/** The names that stand one after the other from `start` on, before `end`, as they are written; none as a rule. @param {string} text @param {number} start @param {number} end @returns {string[]} */
export function runAt(text, start, end) {
  RUN.lastIndex = start;
  const found = RUN.exec(text);
  return found && RUN.lastIndex <= end ? found[0].slice(1, -1).split('::') : [];
}

/** What a name shows where there are only words. @param {string} name */
export const shownAs = (name) => standard()?.get(name) ?? `:${name}:`;

/** A name as it was written: it becomes an emoji when it is known to be one, of Unicode or of the team. @param {string} name */
export function nameNode(name) {
  const node = Object.assign(document.createElement('emoji-name'), { textContent: `:${name}:` });
  node.dataset.name = name;
  if (!standard() && STANDARD.test(name)) fetchRows().then(() => standard()?.has(name) && node.replaceWith(shownAs(name)), () => {});
  return node;
}
