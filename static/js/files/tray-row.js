// @ts-check
/** One file above the box, or in a message that waits for it: how far it is, and what one does about it. */
import { part, setAttribute, setText } from '../core/dom/element.js';
import { locale, t } from '../core/i18n/translate.js';
import { sizeOf } from './sizes.js';
import { cancel, retry } from './uploads.js';

/**
 * @typedef {import('./uploads.js').Going} Going
 * @typedef {Pick<Going, 'at'|'name'|'size'> & Partial<Omit<Going, 'state'>> & {state: Going['state']|'elsewhere'}} Row `elsewhere`: another page knows how far it is
 */

/** What a browser draws by itself. */
const DRAWN = /^image\/(?:png|jpeg|gif|webp|avif)$/;

const percent = new Intl.NumberFormat(locale, { style: 'percent' });

/** Above the box. @type {WeakMap<Going, HTMLElement>} */
const rows = new WeakMap();

/** @param {Going} one */
export function showTrayRow(one) {
  let row = rows.get(one);
  if (!row) {
    row = made(one);
    addButtons(row, one);
    rows.set(one, row);
  }
  part(row, 'again').hidden = one.state !== 'failed' || one.isFinal;
  return showRow(row, one);
}

/** @param {HTMLElement|undefined} shown what it stands in @param {Row} one */
export function showRow(shown, one) {
  const row = shown ?? made(one);
  setAttribute(row, 'data-state', one.state);
  setText(part(row, 'said'), said(one));
  const bar = part(row, 'bar', HTMLProgressElement);
  bar.hidden = !['waiting', 'sealing', 'going', 'looked'].includes(one.state);
  if (one.state === 'looked') bar.removeAttribute('value');
  else bar.value = one.sent ?? 0;
  return row;
}

/** @param {Row} one */
function said(one) {
  // It is not too late to take it out.
  return one.isAsTaken && one.state !== 'failed' ? t('{progress} · as it was taken: it may say where', { progress: progress(one) }) : progress(one);
}

/** @param {Row} one */
function progress({ state, sent = 0, size, speed, why = '' }) {
  if (state === 'failed') return why;
  if (state === 'sealing') return t('{size} · is encrypted', { size: sizeOf(size) });
  if (state === 'waiting') return t('{size} · waits', { size: sizeOf(size) });
  if (state === 'ready' || state === 'elsewhere') return sizeOf(size);
  if (state === 'looked') return t('{size} · is looked at', { size: sizeOf(size) });
  const share = t('{share} of {size}', { share: percent.format(size ? sent / size : 1), size: sizeOf(size) });
  return speed ? `${share} · ${t('{size} a second', { size: sizeOf(speed) })}` : share;
}

/** @param {Row} one */
function made(one) {
  const row = Object.assign(document.createElement('li'), { className: 'upload' });
  const words = Object.assign(document.createElement('span'), { className: 'file-words' });
  const text = Object.assign(document.createElement('span'), { className: 'quiet' });
  text.dataset.part = 'said';
  const bar = Object.assign(document.createElement('progress'), { max: one.size || 1 });
  bar.dataset.part = 'bar';
  bar.setAttribute('aria-label', one.name);
  words.append(Object.assign(document.createElement('bdi'), { className: 'file-name', textContent: one.name }), text, bar);
  row.append(...picture(one), words);
  return row;
}

/** @param {HTMLElement} row @param {Going} one */
function addButtons(row, one) {
  const again = Object.assign(document.createElement('button'), { type: 'button', className: 'link-button', textContent: t('Try again') });
  again.dataset.part = 'again';
  again.addEventListener('click', () => retry(one));
  row.querySelector('.file-words')?.append(...description(one), again);
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
  row.append(away);
}

/** What is to be seen in a picture is asked for. @param {Going} one */
function description(one) {
  if (!DRAWN.test(one.file?.type ?? '') && one.known?.kind !== 'image') return [];
  const field = Object.assign(document.createElement('input'), { type: 'text', className: 'upload-alt', maxLength: 1000, value: one.alt, placeholder: t('Describe the picture for those who don’t see it'), dir: one.alt && 'auto', enterKeyHint: 'send' });
  field.setAttribute('aria-label', t('Description of {name}', { name: one.name }));
  field.addEventListener('input', () => {
    one.alt = field.value;
    // What it asks is written as the page is.
    field.dir = one.alt && 'auto';
  });
  return [field];
}

/** @param {Row} one */
function picture({ file, known: has }) {
  const known = has?.sealed ? null : has;
  const source = file && DRAWN.test(file.type) ? URL.createObjectURL(file) : known?.kind === 'image' && known.width ? `/files/${known.id}/${encodeURIComponent(known.name)}${known.thumbnails?.length ? '?size=small' : ''}` : '';
  if (!source) return [];
  const image = Object.assign(document.createElement('img'), { className: 'upload-picture', alt: '', width: 40, height: 40 });
  const drawn = () => URL.revokeObjectURL(source);
  image.addEventListener('load', drawn);
  image.addEventListener('error', () => (drawn(), image.remove()));
  image.src = source;
  return [image];
}
