// @ts-check
/**
 * The one place that turns text into nodes. Text stays text: nothing is ever parsed as HTML. What
 * looks like a link becomes one, and what is invisible and changes how others look is shown, as on
 * the server (weconnect/formatting/text.py).
 */
import { quoteOf } from '../i18n/direction.js';
import { linkParts } from './links.js';

// Direction overrides, embeddings and isolates, and whatever else is invisible and changes how its
// neighbours look or hides among them. Not the marks and joiners that languages need (U+200B to
// U+200F, U+00AD, U+061C, U+180E), nor the tags in a flag.
const HIDDEN =
  /\u{1f3f4}[\u{e0020}-\u{e007f}]+|([\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]+)/gu;

const nameOf = (/** @type {string} */ char) => `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

/**
 * A text in pieces, in order: those with `href` are links, those with `hidden` are signs that one
 * would not see, by their names. Joined, they are the text again.
 * @param {string} text
 * @returns {{text: string, href?: string, hidden?: string}[]}
 */
export function pieces(text) {
  return linkParts(text).flatMap((part) => (part.href ? [part] : withHidden(part.text)));
}

/** @param {string} text */
function withHidden(text) {
  /** @type {{text: string, hidden?: string}[]} */
  const found = [];
  let at = 0;
  for (const match of text.matchAll(HIDDEN)) {
    const [, signs] = match;
    if (!signs) continue;
    if (match.index > at) found.push({ text: text.slice(at, match.index) });
    found.push({ text: signs, hidden: [...signs].map(nameOf).join(' ') });
    at = match.index + signs.length;
  }
  if (at < text.length) found.push({ text: text.slice(at) });
  return found;
}

/**
 * A text as nodes, safe to put into the page whatever it holds.
 * @param {string} text
 * @returns {DocumentFragment}
 */
export const textNodes = (text) => nodesOf(pieces(text));

/**
 * The beginning of a text as nodes, without links.
 * @param {string} text
 * @returns {DocumentFragment}
 */
export const quoteNodes = (text) => seenNodes(quoteOf(text));

/** A text as nodes, without links. @param {string} text */
export const seenNodes = (text) => nodesOf(withHidden(text));

/** The names of the signs in a text that one does not see. @param {string} text @returns {string[]} */
export const hiddenSigns = (text) => [...new Set(withHidden(text).flatMap(({ hidden }) => hidden?.split(' ') ?? []))];

/** @param {{text: string, href?: string, hidden?: string}[]} found */
function nodesOf(found) {
  const fragment = document.createDocumentFragment();
  for (const piece of found) {
    if (piece.href) fragment.append(Object.assign(linkNode(piece.href), { textContent: piece.text }));
    else if (piece.hidden) fragment.append(control(piece.hidden));
    else fragment.append(piece.text);
  }
  return fragment;
}

/** @param {string} names */
function control(names) {
  const sign = document.createElement('i');
  sign.className = 'control';
  sign.textContent = names;
  return sign;
}

/** A link with nothing in it yet. @param {string} href */
export function linkNode(href) {
  const anchor = document.createElement('a');
  anchor.href = href;
  // The other side must not reach back through window.opener, nor learn which room linked to it.
  anchor.rel = 'noopener noreferrer nofollow';
  anchor.target = '_blank';
  return anchor;
}
