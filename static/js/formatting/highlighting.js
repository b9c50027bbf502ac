// @ts-check
/**
 * Code in its colours, by highlight.js: it says what each piece is, and the pieces become nodes here. Where it does not
 * know the language, and where signs are shown that one would not see, code stays as it is.
 *
 * @typedef {{scope?: string, children: (string|Piece)[]}} Piece
 */
import hljs from '../../vendor/cdn-assets@11.12.0/highlight.js';
import { drawLater } from '../core/dom/texts.js';

/** @param {HTMLElement} code */
export function highlight(code) {
  const { language = '' } = code.dataset;
  code.dataset.colours = '';
  if (!hljs.getLanguage(language) || code.querySelector('*')) return;
  const paint = () => {
    const found = hljs.highlight(code.textContent ?? '', { language, ignoreIllegals: true });
    drawLater([[code, () => code.replaceChildren(...nodesOf(/** @type {{root: Piece}} */ (found._emitter).root))]]);
  };
  // Nobody waits for colours.
  if ('requestIdleCallback' in globalThis) requestIdleCallback(paint);
  else setTimeout(paint);
}

/** @param {Piece} piece @returns {(string|Node)[]} */
function nodesOf({ children }) {
  return children.map((child) => {
    if (typeof child === 'string') return child;
    const span = document.createElement('span');
    span.dataset.is = child.scope?.split('.')[0] ?? '';
    span.append(...nodesOf(child));
    return span;
  });
}
