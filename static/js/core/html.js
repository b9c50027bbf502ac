// @ts-check
/**
 * The one place that turns text into nodes. Text stays text: nothing is ever parsed as HTML. What
 * looks like a link becomes one, with the same rules as on the server (tests/js/links.json).
 */
import { LinkifyIt } from '../../vendor/linkify-it@6.1.0/index.js';

// "example.com" without a scheme stays text: in a chat, "main.py" and "e.g.so" are no web sites.
const linkify = new LinkifyIt({ fuzzyLink: false, fuzzyEmail: true, fuzzyIP: false, urlAuth: true }).add('ftp:', null).add('//', null);

const SAFE = /^(?:https?:\/\/|mailto:)/i;

/**
 * A text in parts, in order; those with `href` are links. Joined, the parts are the text again.
 * @param {string} text
 * @returns {{text: string, href?: string}[]}
 */
export function linkParts(text) {
  /** @type {{text: string, href?: string}[]} */
  const parts = [];
  let at = 0;
  for (const match of linkify.match(text) ?? []) {
    if (!SAFE.test(match.url)) continue;
    if (match.index > at) parts.push({ text: text.slice(at, match.index) });
    parts.push({ text: match.raw, href: match.url });
    at = match.lastIndex;
  }
  if (at < text.length) parts.push({ text: text.slice(at) });
  return parts;
}

/**
 * A text as nodes, safe to put into the page whatever it holds.
 * @param {string} text
 * @returns {DocumentFragment}
 */
export function textNodes(text) {
  const fragment = document.createDocumentFragment();
  for (const part of linkParts(text)) fragment.append(part.href ? link(part.text, part.href) : part.text);
  return fragment;
}

/** @param {string} text @param {string} href */
function link(text, href) {
  const anchor = document.createElement('a');
  anchor.href = href;
  // The other side must not reach back through window.opener, nor learn which room linked to it.
  anchor.rel = 'noopener noreferrer nofollow';
  anchor.target = '_blank';
  anchor.textContent = text;
  return anchor;
}
