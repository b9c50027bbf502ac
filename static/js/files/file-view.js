// @ts-check
/** Draws the files of a message: the same markup as templates/files/_file.html. */
import { part } from '../core/dom/element.js';
import { styled } from '../core/dom/styled.js';
import { sizeOf } from './sizes.js';

/** @typedef {import('../core/net/types').OpenFile} File of an encrypted room it has no address: `sealed-view.js` does the rest */

/** In pixels of the page: what a picture takes in a message at most. */
const WIDEST = 360;
const HIGHEST = 320;

const SVG = 'http://www.w3.org/2000/svg';

/**
 * The first ones, with their look. What is being read stays where it is: the list is laid out from its end.
 * @param {HTMLElement} item @param {File[]} files
 * @returns {Promise<HTMLElement|null>} where they stand
 */
export async function arrive(item, files) {
  await styled('files');
  const list = /** @type {HTMLElement|null} */ (item.closest('message-list'));
  const before = item.offsetHeight;
  showFiles(item, files);
  const grown = item.offsetHeight - before;
  if (list && grown && list.scrollTop < 0 && item.getBoundingClientRect().top >= list.getBoundingClientRect().top) list.scrollTop -= grown;
  return part(item, 'attachments');
}

/** @param {HTMLElement} item @param {File[]} files */
export function showFiles(item, files) {
  const box = part(item, 'attachments');
  if (!box) return;
  box.hidden = !files.length;
  const there = new Map([...box.children].map((node) => [node.getAttribute('data-file'), node]));
  const shown = files.map((file) => {
    const node = there.get(file.id);
    return node && saidOf(node) === (isPicture(file) ? file.alt || file.name : `${file.name} ${about(file)}`) ? node : fileNode(file);
  });
  if (shown.length !== box.children.length || shown.some((node, at) => node !== box.children[at])) box.replaceChildren(...shown);
  files.forEach(({ size }, at) => {
    const audio = shown[at].querySelector('audio');
    if (audio) import('./heard.js').then(({ bindAudio }) => bindAudio(audio, part(shown[at], 'heard'), size), () => {});
  });
}

/** What a file's markup says. @param {Element} node */
const saidOf = (node) => node.querySelector('picture img')?.getAttribute('alt') ?? (node.querySelector('.file-card') ?? node).textContent;

/** @param {File} file */
export const isPicture = ({ kind, width }) => kind === 'image' && Boolean(width);

/** What no browser plays, or has to be decrypted first, is a file as any other. @param {File} file */
const isPlayed = ({ kind, type, sealed }) => !sealed && (kind === 'audio' || kind === 'video') && type !== 'video/x-matroska';

/** What stands below the name. @param {File} file */
export const about = ({ size, alt }) => (alt ? `${sizeOf(size)} · ${alt}` : sizeOf(size));

/** @param {File} file */
const fileNode = (file) => (isPicture(file) ? picture(file) : isPlayed(file) ? player(file) : card(file));

/** @param {File} file */
export const addressOf = ({ id, name, sealed }) => (sealed ? '' : `/files/${id}/${encodeURIComponent(name)}`);

/** @param {File} file @param {string} className */
function linkTo(file, className) {
  const link = Object.assign(document.createElement('a'), { className, href: addressOf(file) });
  link.dataset.file = file.id;
  if (file.sealed) for (const [name, value] of [['href', '#'], ['role', 'button']]) link.setAttribute(name, value);
  return link;
}

/** A picture takes its place before it is there. @param {File} file */
function picture(file) {
  const [small] = file.thumbnails ?? [];
  const { width, height } = fitted(small ?? { width: file.width ?? 1, height: file.height ?? 1 });
  const here = addressOf(file);
  const frame = document.createElement('picture');
  if (file.moving && !file.sealed) frame.append(Object.assign(document.createElement('source'), { media: '(prefers-reduced-motion: reduce)', srcset: `${here}?size=still` }));
  frame.append(Object.assign(document.createElement('img'), { loading: 'lazy', decoding: 'async', width, height, alt: file.alt || file.name, ...(!file.sealed && { src: small ? `${here}?size=small` : here }) }));
  const link = Object.assign(linkTo(file, 'file-picture'), { title: file.name });
  if (!file.sealed) link.dataset.action = 'show-picture';
  link.append(frame);
  return link;
}

/** @param {{width: number, height: number}} size */
function fitted({ width, height }) {
  const share = Math.min(1, WIDEST / width, HIGHEST / height);
  return { width: Math.max(1, Math.round(width * share)), height: Math.max(1, Math.round(height * share)) };
}

/** What is played has its card below, from where it is saved. @param {File} file */
function player(file) {
  const here = addressOf(file);
  const box = Object.assign(document.createElement('div'), { className: 'file-player' });
  box.dataset.file = file.id;
  const isVideo = file.kind === 'video';
  // Of a video the first frame is shown, which some browsers do for a moment after its beginning alone.
  const media = Object.assign(document.createElement(isVideo ? 'video' : 'audio'), { controls: true, preload: isVideo ? 'metadata' : 'none', src: isVideo ? `${here}#t=0.001` : here, ariaLabel: file.alt || file.name });
  if (isVideo) media.setAttribute('playsinline', '');
  box.append(media);
  if (!isVideo) {
    // What comes into it takes no more place.
    const heard = Object.assign(document.createElement('div'), { className: 'heard js-only' });
    heard.dataset.part = 'heard';
    box.append(heard);
  }
  box.append(card(file));
  return box;
}

/** @param {File} file */
function card(file) {
  const link = Object.assign(linkTo(file, 'file-card'), !file.sealed && { download: file.name });
  const words = Object.assign(document.createElement('span'), { className: 'file-words' });
  const said = Object.assign(document.createElement('span'), { className: 'quiet', textContent: sizeOf(file.size) });
  if (file.alt) said.append(' · ', bdi(file.alt));
  words.append(Object.assign(bdi(file.name), { className: 'file-name' }), ' ', said);
  link.append(file.width ? page(file) : icon('down'), words);
  return link;
}

/** The first page of a document. @param {File} file */
const page = (file) =>
  Object.assign(document.createElement('img'), { className: 'file-page', loading: 'lazy', decoding: 'async', width: file.width, height: file.height, alt: '', src: `${addressOf(file)}?size=still` });

/** @param {string} text */
const bdi = (text) => Object.assign(document.createElement('bdi'), { textContent: text });

/** One of the page's icons. @param {string} name */
function icon(name) {
  const [sheet] = (document.querySelector('.icon use')?.getAttribute('href') ?? '').split('#');
  const svg = document.createElementNS(SVG, 'svg');
  for (const [key, value] of Object.entries({ class: 'icon', 'aria-hidden': 'true', focusable: 'false' })) svg.setAttribute(key, value);
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', `${sheet}#${name}`);
  svg.append(use);
  return svg;
}
