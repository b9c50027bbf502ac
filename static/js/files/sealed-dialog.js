// @ts-check
/** A picture of an encrypted room as large as the screen: it has no address that a browser could open. */
import { toast } from '../core/dom/page.js';
import { t } from '../core/i18n/translate.js';
import { codeOf, explain } from '../core/i18n/words.js';
import { about, damaged, drawIn, pictureOf, save } from './sealed-view.js';

/** @typedef {import('../core/net/types').OpenFile} OpenFile */

/** @param {string} tag @param {object} [of] @param {(Node|string)[]} children */
const h = (tag, of = {}, ...children) => {
  const node = Object.assign(document.createElement(tag), of);
  node.append(...children);
  return node;
};

/** @param {OpenFile} file @param {HTMLElement} from */
export async function open(file, from) {
  const name = h('bdi', { className: 'file-name', textContent: file.name });
  const image = /** @type {HTMLImageElement} */ (h('img', { alt: file.alt || file.name, width: file.width, height: file.height }));
  const away = h('button', { type: 'button', className: 'button', textContent: t('Close') });
  const keep = h('button', { type: 'button', className: 'button button-primary', textContent: t('Save') });
  const words = h('p', { className: 'file-words' }, name, ' ', h('span', { className: 'quiet', textContent: about(file) }));
  const dialog = /** @type {HTMLDialogElement} */ (h('dialog', { className: 'dialog file-large' }, image, h('div', { className: 'file-large-foot' }, words, h('div', { className: 'dialog-actions' }, keep, away))));
  dialog.setAttribute('aria-label', file.name);
  away.addEventListener('click', () => dialog.close());
  dialog.addEventListener('click', (event) => event.target === dialog && dialog.close());
  dialog.addEventListener('close', () => {
    dialog.remove();
    from.focus({ preventScroll: true });
  });
  keep.addEventListener('click', async () => {
    await save(words, file);
    if (!words.isConnected) dialog.close();
  });
  document.body.append(dialog);
  dialog.showModal();
  try {
    const blob = await pictureOf(file, matchMedia('(prefers-reduced-motion: reduce)').matches ? 'still' : 'large');
    if (blob) await drawIn(image, blob);
  } catch (error) {
    dialog.close();
    toast(codeOf(error) === 'damaged' ? damaged(file) : await explain(error), 'error');
  }
}
