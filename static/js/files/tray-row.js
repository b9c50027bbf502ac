// @ts-check
/** One file above the box: how far it is, and what one does about it. */
import { part, setAttribute, setText } from '../core/dom/element.js';
import { locale, t } from '../core/i18n/translate.js';
import { sizeOf } from './sizes.js';
import { cancel, retry } from './uploads.js';

/** @typedef {import('./uploads.js').Going} Going */

/** What a browser draws by itself. */
const DRAWN = /^image\/(?:png|jpeg|gif|webp|avif)$/;

const percent = new Intl.NumberFormat(locale, { style: 'percent' });

/** @type {WeakMap<Going, HTMLElement>} */
const rows = new WeakMap();

/** @param {Going} one */
export function showRow(one) {
  const row = rows.get(one) ?? made(one);
  rows.set(one, row);
  setAttribute(row, 'data-state', one.state);
  setText(part(row, 'said'), said(one));
  const bar = part(row, 'bar', HTMLProgressElement);
  bar.hidden = one.state === 'ready' || one.state === 'failed';
  if (one.state === 'looked') bar.removeAttribute('value');
  else bar.value = one.sent;
  part(row, 'again').hidden = one.state !== 'failed' || one.isFinal;
  return row;
}

/** @param {Going} one */
function said({ state, sent, size, speed, why }) {
  if (state === 'failed') return why;
  if (state === 'waiting') return t('{size} · waits', { size: sizeOf(size) });
  if (state === 'ready') return sizeOf(size);
  if (state === 'looked') return t('{size} · is looked at', { size: sizeOf(size) });
  const share = t('{share} of {size}', { share: percent.format(size ? sent / size : 1), size: sizeOf(size) });
  return speed ? `${share} · ${t('{size} a second', { size: sizeOf(speed) })}` : share;
}

/** @param {Going} one */
function made(one) {
  const row = Object.assign(document.createElement('li'), { className: 'upload' });
  const words = Object.assign(document.createElement('span'), { className: 'file-words' });
  const text = Object.assign(document.createElement('span'), { className: 'quiet' });
  text.dataset.part = 'said';
  const bar = Object.assign(document.createElement('progress'), { max: one.size || 1 });
  bar.dataset.part = 'bar';
  bar.setAttribute('aria-label', one.name);
  const again = Object.assign(document.createElement('button'), { type: 'button', className: 'link-button', textContent: t('Try again') });
  again.dataset.part = 'again';
  again.addEventListener('click', () => retry(one));
  words.append(Object.assign(document.createElement('bdi'), { className: 'file-name', textContent: one.name }), text, bar, again);
  const label = t('Do not send {name}', { name: one.name });
  const away = Object.assign(document.createElement('button'), { type: 'button', className: 'icon-button', textContent: '×', title: label });
  away.setAttribute('aria-label', label);
  away.addEventListener('click', () => {
    const next = row.nextElementSibling ?? row.previousElementSibling;
    const area = row.closest('form')?.querySelector('textarea');
    cancel(one);
    // The focus goes where one goes on.
    const button = /** @type {HTMLElement|null|undefined} */ (next?.querySelector('.icon-button'));
    (button ?? area)?.focus();
  });
  row.append(...picture(one), words, away);
  return row;
}

/** @param {Going} one */
function picture({ file, known }) {
  const source = file && DRAWN.test(file.type) ? URL.createObjectURL(file) : known?.kind === 'image' && known.width ? `/files/${known.id}/${encodeURIComponent(known.name)}${known.thumbnails?.length ? '?size=small' : ''}` : '';
  if (!source) return [];
  const image = Object.assign(document.createElement('img'), { className: 'upload-picture', alt: '', width: 40, height: 40 });
  const drawn = () => URL.revokeObjectURL(source);
  image.addEventListener('load', drawn);
  image.addEventListener('error', () => (drawn(), image.remove()));
  image.src = source;
  return [image];
}
