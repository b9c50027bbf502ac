// @ts-check
/**
 * The list of what is pinned in the room on the screen: a dialog.
 *
 * @typedef {import('../core/wire.js').Pin} Pin
 */
import { card } from '../core/dom/card.js';
import { fromTemplate, isForBrowser, part, setText } from '../core/dom/element.js';
import { isolated } from '../core/i18n/direction.js';
import { toast } from '../core/dom/page.js';
import { t } from '../core/i18n/translate.js';
import { explain } from '../core/i18n/words.js';
import { api } from '../core/net/api.js';

/** @type {HTMLDialogElement | undefined} */
let dialog;
let room = 0;
/** @type {Pin[]} */
let pins = [];
let mayPin = false;
/** Whether there are more than these. */
let more = false;
let turn = 0;

/** @param {import('../core/dom/app.js').App} app */
export async function openPins(app) {
  dialog ??= bound(app);
  room = app.store.get().roomId ?? 0;
  pins = [];
  part(dialog, 'page', HTMLAnchorElement).href = `/rooms/${room}/pins`;
  part(dialog, 'none').hidden = true;
  part(dialog, 'more').hidden = true;
  part(dialog, 'list').replaceChildren();
  dialog.showModal();
  await load(app);
}

/** @param {import('../core/dom/app.js').App} app */
function bound(app) {
  const made = fromTemplate('tpl-pins', HTMLDialogElement);
  document.body.append(made);
  const list = part(made, 'list');
  part(made, 'more').addEventListener('click', () => load(app, true));
  list.addEventListener('click', (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    const id = Number(/** @type {HTMLElement|null} */ (target.closest('[data-id]'))?.dataset.id);
    const action = /** @type {HTMLElement|null} */ (target.closest('[data-action]'))?.dataset.action;
    if (action) act(app, id, action);
    else if (target.closest('a') && !isForBrowser(event)) made.close();
  });
  app.store.subscribe((state, before) => {
    if (made.open && state.pinsChanged !== before.pinsChanged) load(app);
  });
  return made;
}

/** @param {import('../core/dom/app.js').App} app @param {boolean} [next] the next ones, else all that are shown anew */
async function load(app, next = false) {
  const mine = (turn += 1);
  const query = next ? `after=${pins.length}` : `limit=${Math.max(20, Math.min(50, pins.length))}`;
  try {
    const page = await api('GET', `/rooms/${room}/pins?${query}`);
    const opened = await app.features.opened(page.pins.map((/** @type {Pin} */ one) => one.message));
    if (mine !== turn) return;
    const found = page.pins.map((/** @type {Pin} */ one, /** @type {number} */ i) => ({ ...one, message: opened[i] }));
    pins = next ? [...pins, ...found] : found;
    mayPin = page.mayPin;
    more = !page.complete;
    draw();
  } catch (error) {
    toast(await explain(error), 'error');
  }
}

function draw() {
  if (!dialog) return;
  const list = part(dialog, 'list');
  const focused = /** @type {HTMLElement|null} */ (document.activeElement);
  const [id, action] = [/** @type {HTMLElement|null} */ (focused?.closest('[data-id]'))?.dataset.id, focused?.dataset.action];
  part(dialog, 'none').hidden = pins.length > 0;
  part(dialog, 'more').hidden = !more;
  list.replaceChildren(...pins.map(row));
  if (!id) return;
  const wanted = /** @type {HTMLElement|null} */ (list.querySelector(`[data-id="${id}"] [data-action="${action}"]:not(:disabled)`));
  (wanted ?? /** @type {HTMLElement|null} */ (list.querySelector(`[data-id="${id}"] a`)) ?? part(dialog, 'page')).focus();
}

/** @param {Pin} pin @param {number} at */
function row({ message, by }, at) {
  const node = fromTemplate('tpl-pin');
  node.dataset.id = String(message.id);
  node.prepend(card(message));
  setText(part(node, 'by'), t('Pinned by {name}', { name: isolated(by.displayName) }));
  const tools = part(node, 'tools');
  tools.hidden = !mayPin;
  /** @type {HTMLButtonElement} */ (tools.querySelector('[data-action="up"]')).disabled = at === 0;
  /** @type {HTMLButtonElement} */ (tools.querySelector('[data-action="down"]')).disabled = at === pins.length - 1 && !more;
  return node;
}

/** @param {import('../core/dom/app.js').App} app @param {number} id @param {string} action */
async function act(app, id, action) {
  const at = pins.findIndex(({ message }) => message.id === id);
  if (at < 0) return;
  try {
    if (action === 'unpin') {
      const { message } = await app.link.request('pinMessage', { message: id, on: false });
      app.store.dispatch({ type: 'messageChanged', data: message });
    } else await app.link.request('movePin', { message: id, place: Math.max(0, at + (action === 'up' ? -1 : 1)) });
    await load(app);
  } catch (error) {
    toast(await explain(error), 'error');
  }
}
