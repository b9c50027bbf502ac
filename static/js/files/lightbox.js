// @ts-check
/** The pictures of a conversation, one at a time and large: those that are held here, and of a room the ones before them as they are asked for. */
import { app } from '../core/dom/app.js';
import { fromTemplate, part, setAttribute, setText } from '../core/dom/element.js';
import { pressed } from '../core/dom/keys.js';
import { conversationOf, paneOf } from '../core/dom/pane.js';
import { styled } from '../core/dom/styled.js';
import { isolated } from '../core/i18n/direction.js';
import { clock } from '../core/i18n/time.js';
import { api } from '../core/net/api.js';
import { byId, roomLog } from '../core/store/log.js';
import { addressOf, isPicture } from './file-view.js';

/**
 * @typedef {import('../core/wire.js').File} File
 * @typedef {{file: File, message: number, sender: string, at: string}} Picture
 */

/** So near to the first one, those before it are fetched. */
const NEAR = 3;

/** @type {HTMLDialogElement|undefined} */
let dialog;
/** In the order in which they were sent. @type {Picture[]} */
let pictures = [];
let at = 0;
let room = 0;
let key = '';
/** From where those before them are asked for; null: there are none, or nobody says. @type {string|null} */
let before = null;
let isFetching = false;

/** @param {import('../core/wire.js').Message} message @returns {Picture[]} */
const picturesOf = ({ id, deleted, sealed, attachments = [], sender, timestamp }) =>
  deleted || sealed ? [] : attachments.filter(isPicture).map((file) => ({ file, message: id, sender: sender.displayName, at: timestamp }));

/** @param {HTMLElement & import('../core/dom/registry.js').Item} item the message @param {HTMLElement|null} link the picture in it */
export async function open(item, link) {
  const message = item.view?.message;
  const id = link?.dataset.file;
  if (!message || !id) return;
  await styled('files');
  const state = app().store.get();
  const here = conversationOf(paneOf(item), state);
  const list = state.logs[here.key]?.list ?? [];
  key = here.key;
  room = message.room;
  // What is not sent yet is shown by itself.
  const held = list.some((one) => one.id === message.id) ? list : [{ ...message, id: 0, seq: 0, version: 0 }];
  pictures = held.flatMap(picturesOf);
  at = Math.max(0, pictures.findIndex(({ file }) => file.id === id));
  before = key === roomLog(room) ? (pictures.findLast(({ message: first }) => first === pictures[0].message)?.file.id ?? null) : null;
  if (!pictures.length) return;
  dialog ??= made();
  dialog.onclose = () => link.isConnected && link.focus({ preventScroll: true });
  show();
  if (!dialog.open) dialog.showModal();
}

function made() {
  const made = fromTemplate('tpl-lightbox', HTMLDialogElement);
  document.body.append(made);
  const frame = document.createElement('picture');
  const still = Object.assign(document.createElement('source'), { media: '(prefers-reduced-motion: reduce)' });
  still.dataset.part = 'still';
  const image = document.createElement('img');
  image.dataset.part = 'picture';
  frame.append(still, image);
  part(made, 'stage').prepend(frame);
  part(made, 'earlier').addEventListener('click', () => go(-1));
  part(made, 'later').addEventListener('click', () => go(1));
  made.addEventListener('keydown', (event) => {
    const side = pressed(event, 'pictures');
    if (!side) return;
    event.preventDefault();
    const isForth = (side === 'right') === (getComputedStyle(made).direction === 'ltr');
    go(isForth ? 1 : -1);
  });
  // Beside the picture.
  part(made, 'stage').addEventListener('click', (event) => {
    if (!(/** @type {Element} */ (event.target).closest('img, button'))) made.close();
  });
  app().store.subscribe((state) => {
    if (!made.open) return;
    const { message } = pictures[at];
    if (!state.rooms[room] || byId(state.logs[key]?.list ?? [], message)?.deleted) made.close();
  });
  return made;
}

/** @param {1|-1} by */
function go(by) {
  if (!pictures[at + by]) return;
  at += by;
  show();
}

function show() {
  if (!dialog) return;
  const { file, sender, at: time } = pictures[at];
  const here = addressOf(file);
  const large = file.thumbnails?.find(({ size }) => size === 'large');
  const { width, height } = large ?? file;
  const still = part(dialog, 'still');
  if (file.moving) still.setAttribute('srcset', `${here}?size=still`);
  else still.removeAttribute('srcset');
  const image = part(dialog, 'picture', HTMLImageElement);
  // The one before is not shown under the name of this one.
  if (image.dataset.file !== file.id) image.removeAttribute('src');
  image.dataset.file = file.id;
  Object.assign(image, { width, height, alt: file.alt || file.name, src: large ? `${here}?size=large` : here });
  setText(part(dialog, 'name'), file.alt || file.name);
  setText(part(dialog, 'said'), [...(file.alt ? [isolated(file.name)] : []), isolated(sender), clock.datetime(new Date(time))].join(' · '));
  Object.assign(part(dialog, 'download', HTMLAnchorElement), { href: `${here}?download`, download: file.name });
  setAttribute(part(dialog, 'earlier'), 'aria-disabled', at === 0 && 'true');
  setAttribute(part(dialog, 'later'), 'aria-disabled', at === pictures.length - 1 && 'true');
  if (at < NEAR) fetchEarlier();
}

async function fetchEarlier() {
  if (!before || isFetching) return;
  const [asked, first] = [key, pictures[0]];
  isFetching = true;
  const page = await api('GET', `/rooms/${room}/files?kind=image&before=${before}`).catch(() => null);
  isFetching = false;
  // Another conversation is looked at by now.
  if (asked !== key || pictures[0] !== first) return;
  before = page?.next ?? null;
  const known = new Set(pictures.map(({ file }) => file.id));
  const found = /** @type {import('../core/wire.js').RoomFile[]} */ (page?.files ?? []).filter((one) => isPicture(one) && !known.has(one.id));
  const earlier = found.sort((one, other) => one.message - other.message).map((one) => ({ file: one, message: one.message, sender: one.sender.displayName, at: one.timestamp }));
  pictures = [...earlier, ...pictures];
  at += earlier.length;
  if (dialog?.open) show();
}
