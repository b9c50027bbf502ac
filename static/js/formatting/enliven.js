// @ts-check
/** What one can do with what was drawn: copy code, look at what is covered; and what is drawn by larger programs, once it is seen. */
import { fromTemplate } from '../core/dom/element.js';
import { copy, toast } from '../core/dom/page.js';
import { drawLater } from '../core/dom/texts.js';
import { t } from '../core/i18n/translate.js';
import { words } from '../core/i18n/words.js';

/** Sets up what is new in here. @param {ParentNode} root */
export function enliven(root) {
  for (const spoiler of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll('.spoiler:not([role])'))) cover(spoiler);
  for (const pre of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll('pre:not(.code > *)'))) {
    const frame = document.createElement('div');
    frame.className = 'code';
    pre.before(frame);
    frame.append(pre, fromTemplate('tpl-copy-code'));
  }
  const code = /** @type {HTMLElement[]} */ ([...root.querySelectorAll('code[data-language]:not([data-colours])')]);
  if (code.length) void import('./highlighting.js').then(({ highlight }) => code.forEach(highlight), () => {});
  const formulas = /** @type {HTMLElement[]} */ ([...root.querySelectorAll('code.math')]);
  if (formulas.length) void import('./mathematics.js').then(({ formula }) => drawLater(formulas.map((node) => [node, () => formula(node)])), () => {});
}

/** @param {HTMLElement} spoiler */
function cover(spoiler) {
  delete spoiler.dataset.shown;
  spoiler.setAttribute('role', 'button');
  spoiler.setAttribute('aria-label', t('Spoiler'));
  spoiler.setAttribute('aria-expanded', 'false');
  spoiler.title = t('Show what is covered');
}

/** @param {HTMLElement} spoiler */
function uncover(spoiler) {
  spoiler.dataset.shown = '';
  spoiler.setAttribute('aria-expanded', 'true');
  // What it says is read out from now on.
  spoiler.removeAttribute('aria-label');
  spoiler.removeAttribute('title');
}

/** @param {Event} event */
async function clicked(event) {
  const target = /** @type {Element} */ (event.target);
  const spoiler = /** @type {HTMLElement|null} */ (target.closest('.spoiler[role]'));
  if (spoiler && !('shown' in spoiler.dataset)) {
    uncover(spoiler);
    event.preventDefault();
  } else if (spoiler && !target.closest('a') && getSelection()?.isCollapsed !== false) cover(spoiler);
  const button = target.closest('[data-action="copy-code"]');
  const code = button?.parentElement?.querySelector('code');
  if (!code) return;
  const done = await copy(textOf(code));
  toast(done ? t('Code copied') : words.message.copyFailed, done ? 'info' : 'error');
}

/** What stands there, with the signs that are shown by their names. @param {Node} node @returns {string} */
function textOf(node) {
  if (node instanceof HTMLElement && node.matches('.control')) return (node.textContent ?? '').split(' ').map((name) => String.fromCodePoint(parseInt(name.slice(2), 16))).join('');
  return node.childNodes.length ? [...node.childNodes].map(textOf).join('') : (node.textContent ?? '');
}

document.addEventListener('click', clicked);
document.addEventListener('keydown', (event) => {
  const target = /** @type {HTMLElement} */ (event.target);
  if (!target.matches('.spoiler[role]') || (event.key !== 'Enter' && event.key !== ' ')) return;
  event.preventDefault();
  target.click();
});
