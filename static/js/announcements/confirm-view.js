// @ts-check
/** Draws below an announcement until when it is to be confirmed, and by whom it was. */
import { app } from '../core/dom/app.js';
import { part, setText } from '../core/dom/element.js';
import { styled } from '../core/dom/styled.js';
import { clock } from '../core/i18n/time.js';
import { t } from '../core/i18n/translate.js';
import { api } from '../core/net/api.js';

/** @typedef {import('../core/store/message.js').Shown & {sealed?: object|null, opened?: {text: string|null, inside?: {announcement?: object}}}} Shown */

/** @typedef {{confirmed: number, all: number}} Standing */

/** How many have confirmed what one oversees, and of how many. @type {Map<number, Promise<Standing|null>>} */
const numbers = new Map();

/** @param {number} id */
function standing(id) {
  if (!numbers.has(id)) {
    const asked = api('GET', `/messages/${id}/confirmations?limit=0`).then(({ confirmed, missing }) => ({ confirmed, all: confirmed + missing }), () => (numbers.delete(id), null));
    numbers.set(id, asked);
  }
  return numbers.get(id);
}

/**
 * Whether its author asks for it. In an encrypted room that stands in what is sealed, and was compared with what the server
 * says; null: it is not to be read here.
 * @param {Shown} message
 */
function isAsked({ sealed, opened, seq, room: id }) {
  const from = app().store.get().rooms[id]?.encryptedFrom ?? null;
  if (!sealed) return from === null || !seq || seq <= from;
  return typeof opened?.text === 'string' ? Boolean(opened.inside?.announcement) : null;
}

/** What stands there, in its order. @param {Shown} message @returns {HTMLElement[]} */
function pieces(message) {
  const { id, sender, room, announcement } = message;
  const { me, rooms } = app().store.get();
  if (!isAsked(message)) return [Object.assign(document.createElement('span'), { textContent: t('The server says that this is to be confirmed. What is encrypted does not say so.') })];
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
  await styled('announcements');
  // Another one stands there by now.
  if (item.view && item.view.message !== message) return;
  const box = part(item, 'announcement');
  if (!box || !message.announcement || !message.id) return;
  box.hidden = isAsked(message) === null;
  if (box.hidden) return box.replaceChildren();
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
  if (known) say(link, known);
}

/** @param {HTMLElement} link @param {Standing} standing */
const say = (link, { confirmed, all }) => setText(link, t('{n} of {all} confirmed', { n: confirmed, all }));

/** Everything that shows how many have, with the message's id. @returns {[HTMLElement, number][]} */
const links = () => [...document.querySelectorAll('message-item')].flatMap((item) => {
  const link = item.querySelector('[data-part="confirm-numbers"]');
  return link ? [/** @type {[HTMLElement, number]} */ ([link, Number(/** @type {HTMLElement} */ (item).dataset.id)])] : [];
});

/** What one announced was confirmed by somebody: shown where it is on the page. @param {number} id @param {number} confirmed */
export async function showNumber(id, confirmed) {
  const known = await standing(id);
  if (!known) return;
  const now = { confirmed, all: Math.max(known.all, confirmed) };
  numbers.set(id, Promise.resolve(now));
  for (const [link, of] of links()) if (of === id) say(link, now);
}

/** Nobody told of what happened meanwhile: what is on the page is asked for anew, and all else when it is shown. */
export async function refresh() {
  numbers.clear();
  for (const [link, id] of links()) {
    const known = await standing(id);
    if (known) say(link, known);
  }
}
