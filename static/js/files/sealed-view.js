// @ts-check
/**
 * Draws the files of a message that was sealed. The server has nothing but bytes of them: pictures are fetched and decrypted when they come near
 * the screen, and everything is checked before any of it is shown.
 */
import { app } from '../core/dom/app.js';
import { missing } from '../core/dom/lazy.js';
import { toast } from '../core/dom/page.js';
import { isolated } from '../core/i18n/direction.js';
import { locale, t } from '../core/i18n/translate.js';
import { codeOf, explain } from '../core/i18n/words.js';
import { arrive, about } from './file-view.js';

/**
 * @typedef {import('../core/store/message.js').Shown} Shown
 * @typedef {import('../core/net/types').OpenFile} OpenFile
 * @typedef {import('../core/net/types').SealedFiles} SealedFiles
 */

/** Pictures that were opened are at hand for those who come back to them, up to so many bytes. */
const AT_HAND = 16_000_000;
const NEAR = '400px';

const percent = new Intl.NumberFormat(locale, { style: 'percent' });
const calm = matchMedia('(prefers-reduced-motion: reduce)');

/** @type {Map<string, Blob>} the one that was looked at last is the last one */
const atHand = new Map();

/** @type {WeakMap<Element, OpenFile>} */
const filesOf = new WeakMap();

const sealed = () => /** @type {Promise<SealedFiles>} */ (app().features.keeping?.files());

const waiting = new IntersectionObserver(
  (seen) => {
    for (const { isIntersecting, target } of seen) {
      if (!isIntersecting) continue;
      waiting.unobserve(target);
      fill(/** @type {HTMLElement} */ (target));
    }
  },
  { rootMargin: NEAR },
);

/** What a file is that is not what it should be. @param {OpenFile} file */
const damaged = ({ name }) => t('{name} is not what its sender sent: it was changed, or a part of it is missing. It is not shown.', { name: isolated(name) });

/** @param {OpenFile} file @param {'small'|'large'|'still'} size @returns {Promise<Blob|null>} */
async function pictureOf(file, size) {
  const name = `${file.id} ${size}`;
  const found = atHand.get(name) ?? (await (await sealed()).picture(file, size));
  if (!found) return null;
  atHand.delete(name);
  atHand.set(name, found);
  for (let sum = [...atHand.values()].reduce((all, { size: bytes }) => all + bytes, 0); sum > AT_HAND && atHand.size > 1; ) {
    const [first, blob] = /** @type {[string, Blob]} */ (atHand.entries().next().value);
    atHand.delete(first);
    sum -= blob.size;
  }
  return found;
}

/** Its address lives until it is drawn. @param {HTMLImageElement} image @param {Blob} blob @returns {Promise<void>} rejects where it is no picture after all */
export const drawIn = (image, blob) =>
  new Promise((done, refused) => {
    const href = URL.createObjectURL(blob);
    const over = () => URL.revokeObjectURL(href);
    image.addEventListener('load', () => (over(), done()), { once: true });
    image.addEventListener('error', () => (over(), refused(Object.assign(new Error('no picture'), { code: 'damaged' }))), { once: true });
    image.src = href;
  });

/** @param {HTMLElement} node */
async function fill(node) {
  const file = filesOf.get(node);
  const image = node.querySelector('img');
  if (!file || !image) return;
  try {
    const blob = await pictureOf(file, calm.matches ? 'still' : 'small');
    if (blob) await drawIn(image, blob);
  } catch (error) {
    // What could not be fetched is tried again when it comes near once more, or the line is back.
    if (codeOf(error) === 'damaged') refuse(node, damaged(file));
    else if (codeOf(error) === 'offline') broken.add(node);
  }
}

/** @type {Set<HTMLElement>} */
const broken = new Set();
app().store.subscribe((state, before) => {
  if (state.connection.state !== 'complete' || before.connection.state === 'complete') return;
  for (const node of broken) if (node.isConnected) waiting.observe(node);
  broken.clear();
});

/** Says in a file's place why it is not shown. @param {HTMLElement} node @param {string} why */
function refuse(node, why) {
  const said = Object.assign(document.createElement('p'), { className: 'file-refused', textContent: why });
  said.dataset.file = node.dataset.file;
  node.replaceWith(said);
}

/** @param {HTMLElement} node @param {OpenFile} file */
export async function save(node, file) {
  const said = node.querySelector('.quiet');
  const before = said ? [...said.childNodes] : [];
  if (node.ariaBusy === 'true') return;
  node.ariaBusy = 'true';
  try {
    await (await sealed()).save(file, (done) => said && file.size > done && said.replaceChildren(percent.format(done / file.size)));
  } catch (error) {
    if (codeOf(error) === 'damaged') return refuse(node, damaged(file));
    toast(await explain(error), 'error');
  } finally {
    node.ariaBusy = null;
    said?.replaceChildren(...before);
  }
}

/** @param {MouseEvent} event */
function clicked(event) {
  const node = /** @type {HTMLElement} */ (event.currentTarget);
  const file = filesOf.get(node);
  event.preventDefault();
  if (!file) return;
  if (node.querySelector('img')) import('./sealed-dialog.js').then(({ open }) => open(file, node), missing);
  else save(node, file);
}

/** @param {HTMLElement} item @param {Shown} message */
export async function showSealed(item, message) {
  const found = (await sealed()).filesOf(message);
  const { view } = /** @type {{view?: {message: Shown}|null}} */ (/** @type {unknown} */ (item));
  if (view && view.message !== message) return;
  const box = await arrive(item, found.flatMap((file) => file ?? []));
  if (!box) return;
  const there = new Map(found.flatMap((file) => (file ? [[file.id, file]] : [])));
  for (const node of /** @type {NodeListOf<HTMLElement>} */ (box.querySelectorAll('a[data-file]'))) {
    const file = there.get(node.dataset.file ?? '');
    if (!file || filesOf.get(node)?.id === file.id) continue;
    filesOf.set(node, file);
    node.addEventListener('click', clicked);
    if (node.querySelector('img')) waiting.observe(node);
  }
  const wrong = found.length - there.size;
  if (!wrong) return;
  box.hidden = false;
  box.append(Object.assign(document.createElement('p'), { className: 'file-refused', textContent: t('A file is not what this message says of it: it was changed, or a part of it is missing. It is not shown.') }));
}

export { about, damaged, pictureOf };
