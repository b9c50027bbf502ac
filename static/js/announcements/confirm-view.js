// @ts-check
/** Draws below an announcement until when it is to be confirmed, and by whom it was. */
import { app } from '../core/dom/app.js';
import { part, setText } from '../core/dom/element.js';
import { clock } from '../core/i18n/time.js';
import { t } from '../core/i18n/translate.js';
import { api } from '../core/net/api.js';
import { styled } from './styled.js';

/** @typedef {import('../core/store/message.js').Shown} Shown */

/** How many have confirmed what one oversees, and of how many. @type {Map<number, Promise<{confirmed: number, all: number}|null>>} */
const numbers = new Map();

/** @param {number} id */
function standing(id) {
  if (!numbers.has(id)) {
    const asked = api('GET', `/messages/${id}/confirmations?limit=0`).then(({ confirmed, missing }) => ({ confirmed, all: confirmed + missing }), () => (numbers.delete(id), null));
    numbers.set(id, asked);
  }
  return numbers.get(id);
}

/** What stands there, in its order. @param {Shown} message @returns {HTMLElement[]} */
function pieces({ id, sender, room, announcement }) {
  const { me, rooms } = app().store.get();
  const made = (/** @type {string} */ tag, /** @type {object} */ fields) => Object.assign(document.createElement(tag), fields);
  const about = made('span', { textContent: t('Please confirm by {when}', { when: clock.datetime(new Date(announcement?.by ?? 0)) }) });
  const own = sender.id === me.id;
  const found = [about];
  if (!own && announcement?.confirmed) found.push(made('strong', { textContent: t('You have confirmed this.') }));
  else if (!own && !rooms[room]?.archived) {
    const button = made('button', { type: 'button', className: 'button button-small button-primary', textContent: t('Confirm') });
    button.dataset.action = 'confirm';
    found.push(button);
  }
  if (own || ['owner', 'admin'].includes(rooms[room]?.role ?? '')) {
    const link = made('a', { className: 'confirm-link', href: `/messages/${id}/confirmations`, textContent: t('Who has confirmed') });
    link.dataset.part = 'confirm-numbers';
    found.push(link);
  }
  return found;
}

/** @param {HTMLElement & {view?: {message: object}|null}} item @param {Shown} message */
export async function showConfirm(item, message) {
  await styled();
  // Another one stands there by now.
  if (item.view && item.view.message !== message) return;
  const box = part(item, 'announcement');
  if (!box || !message.announcement || !message.id) return;
  box.hidden = false;
  const focused = box.contains(document.activeElement);
  const found = pieces(message);
  for (const one of found) one.tabIndex = one.matches('button, a') ? -1 : one.tabIndex;
  const said = (/** @type {Element[]} */ nodes) => nodes.map((node) => (node.matches('[data-part="confirm-numbers"]') ? '' : node.textContent)).join();
  if (said([...box.children]) !== said(found)) {
    box.replaceChildren(...found);
    if (focused) item.focus();
  }
  const link = part(box, 'confirm-numbers');
  if (!link || !message.id) return;
  const known = await standing(message.id);
  const live = app().store.get().announcements.confirmed[message.id];
  if (known) setText(link, t('{n} of {all} confirmed', { n: live ?? known.confirmed, all: known.all }));
}

/** What one announced was confirmed by somebody: shown where it is on the page. @param {number} id @param {number} confirmed */
export async function showNumber(id, confirmed) {
  const known = await standing(id);
  for (const item of document.querySelectorAll(`message-item[data-id="${id}"]`)) {
    const link = part(item, 'confirm-numbers');
    if (link && known) setText(link, t('{n} of {all} confirmed', { n: confirmed, all: Math.max(known.all, confirmed) }));
  }
}
