// @ts-check
/**
 * The list of what one has saved: a dialog.
 *
 * @typedef {import('../core/wire.js').Bookmark} Bookmark
 */
import { card } from '../core/dom/card.js';
import { fromTemplate, isForBrowser, part, setText } from '../core/dom/element.js';
import { toast } from '../core/dom/page.js';
import { clock } from '../core/i18n/time.js';
import { t, tc } from '../core/i18n/translate.js';
import { explain } from '../core/i18n/words.js';
import { api } from '../core/net/api.js';
import { openRemind } from './reminding.js';

/** @type {HTMLDialogElement | undefined} */
let dialog;
let shows = 'open';
/** @type {Bookmark[]} */
let found = [];
let turn = 0;

/** @param {import('../core/dom/app.js').App} app */
export async function openSaved(app) {
  dialog ??= bound(app);
  dialog.showModal();
  await show(app, 'open');
}

/** @param {import('../core/dom/app.js').App} app @param {string} which */
async function show(app, which) {
  shows = which;
  for (const button of /** @type {HTMLElement} */ (dialog).querySelectorAll('[data-show]')) button.setAttribute('aria-pressed', String(/** @type {HTMLElement} */ (button).dataset.show === which));
  found = [];
  await load(app);
}

/** @param {import('../core/dom/app.js').App} app */
function bound(app) {
  const made = fromTemplate('tpl-saved', HTMLDialogElement);
  document.body.append(made);
  part(made, 'more').addEventListener('click', () => load(app, true));
  part(made, 'shows').addEventListener('click', (event) => {
    const { show: which } = /** @type {HTMLElement} */ (event.target).dataset;
    if (which) show(app, which);
  });
  part(made, 'list').addEventListener('click', (event) => {
    const target = /** @type {HTMLElement} */ (event.target);
    const id = Number(/** @type {HTMLElement|null} */ (target.closest('[data-id]'))?.dataset.id);
    const button = /** @type {HTMLElement|null} */ (target.closest('[data-action]'));
    if (button) act(app, id, button.dataset.action ?? '', button);
    else if (target.closest('a') && !isForBrowser(event)) made.close();
  });
  app.store.subscribe((state, before) => {
    if (made.open && (state.saved !== before.saved || state.savedDue !== before.savedDue)) load(app);
  });
  return made;
}

/** @param {import('../core/dom/app.js').App} app @param {boolean} [next] the next ones, else all that are shown anew */
async function load(app, next = false) {
  if (!dialog) return;
  const mine = (turn += 1);
  const where = next ? `&before=${found.at(-1)?.id}` : `&limit=${Math.max(20, Math.min(50, found.length))}`;
  try {
    const page = await api('GET', `/bookmarks?show=${shows}${where}`);
    const messages = await app.features.opened(page.bookmarks.flatMap((/** @type {Bookmark} */ one) => one.said ?? []));
    if (mine !== turn) return;
    const came = page.bookmarks.map((/** @type {Bookmark} */ one) => ({ ...one, said: messages.find(({ id }) => id === one.message) ?? null }));
    found = next ? [...found, ...came] : came;
    draw(app, !page.complete);
  } catch (error) {
    toast(await explain(error), 'error');
  }
}

/** @param {import('../core/dom/app.js').App} app @param {boolean} more */
function draw(app, more) {
  if (!dialog) return;
  const list = part(dialog, 'list');
  const focused = /** @type {HTMLElement|null} */ (document.activeElement);
  const at = [...list.children].findIndex((one) => one.contains(focused));
  const action = focused?.dataset.action;
  list.replaceChildren(...found.map((one) => row(app, one)));
  part(dialog, 'none').hidden = found.length > 0;
  part(dialog, 'more').hidden = !more;
  if (at < 0) return;
  const next = list.children[Math.min(at, found.length - 1)];
  (/** @type {HTMLElement|null} */ (next?.querySelector(`[data-action="${action}"]`)) ?? /** @type {HTMLElement} */ (dialog.querySelector('[data-show][aria-pressed="true"]'))).focus();
}

/** @param {import('../core/dom/app.js').App} app @param {Bookmark} bookmark */
function row(app, { message, said, note, savedAt, remindAt, due, done }) {
  const node = fromTemplate('tpl-bookmark');
  node.dataset.id = String(message);
  if (said) node.prepend(card(said, app.store.get().rooms[said.room]?.name));
  part(node, 'hidden').hidden = said !== null;
  part(node, 'note').hidden = !note;
  setText(part(node, 'note'), note);
  const when = remindAt ? t('Reminder {when}', { when: clock.datetime(new Date(remindAt)) }) : t('Saved {when}', { when: clock.datetime(new Date(savedAt)) });
  part(node, 'when').textContent = when;
  if (due) part(node, 'when').prepend(Object.assign(document.createElement('strong'), { className: 'tag tag-on', textContent: t('Due') }), ' ');
  setText(part(node, 'done'), done ? t('Not done yet') : tc('saved messages', 'Done'));
  return node;
}

/** @param {import('../core/dom/app.js').App} app @param {number} id @param {string} action @param {HTMLElement} button */
async function act(app, id, action, button) {
  const one = found.find(({ message }) => message === id);
  if (!one) return;
  const { note, remindAt, done } = one;
  if (action === 'remind') return openRemind(app, id, button, one);
  try {
    if (action === 'unsave') await app.link.request('forgetMessage', { message: id });
    else await app.link.request('saveMessage', { message: id, note, remindAt, done: !done });
    await load(app);
  } catch (error) {
    toast(await explain(error), 'error');
  }
}
