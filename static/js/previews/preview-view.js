// @ts-check
/** Draws what is behind the links of a message: the same markup as templates/previews/_card.html. */
import { app } from '../core/dom/app.js';
import { part, setAttribute } from '../core/dom/element.js';
import { seenNodes } from '../core/dom/html.js';
import { styled } from '../core/dom/styled.js';
import { t } from '../core/i18n/translate.js';

/**
 * @typedef {import('../core/wire.js').LinkPreview} LinkPreview
 * @typedef {import('../core/store/message.js').Shown} Shown
 */

/** Whether its picture stands above what it says. @param {LinkPreview} preview */
const isWide = ({ picture }) => Boolean(picture && picture.width >= 320 && picture.width >= picture.height * 1.2);

/**
 * The first one, with its look. What is being read stays where it is: the list is laid out from its end.
 * @param {HTMLElement} item @param {Shown} message @param {LinkPreview[]} previews
 */
export async function arrive(item, message, previews) {
  await styled('previews');
  const list = /** @type {HTMLElement|null} */ (item.closest('message-list'));
  const before = item.offsetHeight;
  showPreviews(item, message, previews);
  const grown = item.offsetHeight - before;
  if (list && grown && list.scrollTop < 0 && item.getBoundingClientRect().top >= list.getBoundingClientRect().top) list.scrollTop -= grown;
}

/** @param {HTMLElement} item @param {Shown} message @param {LinkPreview[]} previews */
export function showPreviews(item, message, previews) {
  const box = part(item, 'previews');
  if (!box) return;
  box.hidden = !previews.length;
  const cards = new Map([...box.children].map((card) => [Number(card.getAttribute('data-preview')), card]));
  const shown = previews.map((preview) => cards.get(preview.id) ?? cardOf(preview, message.id ?? 0));
  if (shown.length !== box.children.length || shown.some((card, at) => card !== box.children[at])) box.replaceChildren(...shown);
  const { me, rooms } = app().store.get();
  const may = message.sender.id === me.id || ['owner', 'admin'].includes(rooms[message.room]?.role ?? '');
  for (const card of shown) offer(card, may && !rooms[message.room]?.archived);
}

/** @param {Element} card @param {boolean} may */
function offer(card, may) {
  const there = card.querySelector('.preview-remove');
  if (there && !may) there.remove();
  if (there || !may) return;
  const label = t('Take the preview away');
  const button = Object.assign(document.createElement('button'), { type: 'button', className: 'icon-button preview-remove', textContent: '×', title: label, tabIndex: -1 });
  button.dataset.action = 'remove-preview';
  button.setAttribute('aria-label', label);
  card.append(button);
}

/** @param {LinkPreview} preview @param {number} message */
function cardOf(preview, message) {
  const card = node('div', isWide(preview) ? 'link-preview preview-wide' : 'link-preview');
  card.dataset.preview = String(preview.id);
  const link = Object.assign(document.createElement('a'), { className: 'preview-link', href: preview.url, target: '_blank', rel: 'noopener noreferrer nofollow' });
  if (preview.picture) {
    const frame = node('span', 'preview-frame');
    const { width, height } = preview.picture;
    frame.append(Object.assign(document.createElement('img'), { width, height, alt: '', loading: 'lazy', decoding: 'async', src: `/messages/${message}/previews/${preview.id}/picture` }));
    link.append(frame);
  }
  const said = node('span', 'preview-said');
  const site = node('span', 'preview-site', preview.site);
  setAttribute(site, 'data-plays', preview.plays);
  said.append(site, node('strong', 'preview-title', preview.title));
  if (preview.text) said.append(node('span', 'preview-text', preview.text));
  link.append(said);
  card.append(link);
  return card;
}

/** @param {string} tag @param {string} className @param {string} [text] */
function node(tag, className, text) {
  const made = Object.assign(document.createElement(tag), { className });
  if (text !== undefined) {
    made.dir = 'auto';
    made.append(seenNodes(text));
  }
  return made;
}
