// @ts-check
/**
 * Who reacted to a message: a dialog, with one list for each emoji and one for all of them.
 *
 * @typedef {import('../core/wire.js').ReactionPage} ReactionPage
 */
import { app } from '../core/dom/app.js';
import { fromTemplate, part, setAttribute, setText } from '../core/dom/element.js';
import { toast } from '../core/dom/page.js';
import { setAvatar } from '../core/dom/people.js';
import { number, t } from '../core/i18n/translate.js';
import { explain, words } from '../core/i18n/words.js';
import { signInto } from '../core/dom/signs.js';

/** @type {HTMLDialogElement|undefined} */
let dialog;
let message = 0;
/** Only those with this emoji; '': all. */
let emoji = '';
let next = 0;
let turn = 0;

/** @param {HTMLElement & import('../core/dom/registry.js').Item} item */
export async function openWho(item) {
  if (!item.view?.message.id) return;
  dialog ??= bound();
  const { id, reactions } = item.view.message;
  [message, emoji] = [id, ''];
  const all = reactions.reduce((sum, { count }) => sum + count, 0);
  part(dialog, 'kinds').replaceChildren(kind('', all), ...reactions.map((one) => kind(one.emoji, one.count)));
  dialog.showModal();
  dialog.addEventListener('close', () => item.focus({ preventScroll: true }), { once: true });
  await show();
}

/** @param {string} of @param {number} count */
function kind(of, count) {
  const button = Object.assign(document.createElement('button'), { type: 'button', className: 'reaction' });
  const sign = document.createElement('span');
  sign.dataset.part = 'emoji';
  if (of) signInto(sign, of);
  else sign.textContent = t('All');
  button.append(sign, ` ${number(count)}`);
  button.addEventListener('click', () => {
    emoji = of;
    void show();
  });
  button.dataset.kind = of;
  return button;
}

function bound() {
  const made = fromTemplate('tpl-reacted', HTMLDialogElement);
  part(made, 'list').ariaLabel = t('People who reacted');
  setText(part(made, 'none'), t('Nobody has reacted.'));
  setText(part(made, 'more'), t('More'));
  document.body.append(made);
  part(made, 'more').addEventListener('click', () => load());
  return made;
}

async function show() {
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (dialog?.querySelectorAll('[data-kind]') ?? [])) setAttribute(button, 'aria-pressed', String(button.dataset.kind === emoji));
  next = 0;
  await load();
}

async function load() {
  if (!dialog) return;
  const mine = (turn += 1);
  const first = next === 0;
  try {
    const page = /** @type {ReactionPage} */ (await app().link.request('listReactions', { message, after: next, ...(emoji ? { emoji } : {}) }));
    if (mine !== turn) return;
    const list = part(dialog, 'list');
    const rows = page.reactions.map(rowOf);
    if (first) list.replaceChildren(...rows);
    else list.append(...rows);
    next = page.next ?? 0;
    const more = part(dialog, 'more');
    // Whoever goes on reading by keyboard goes on where they were.
    if (!first && document.activeElement === more && !page.next) list.focus();
    more.hidden = !page.next;
    part(dialog, 'none').hidden = list.children.length > 0;
  } catch (error) {
    toast(await explain(error), 'error');
  }
}

/** @param {ReactionPage['reactions'][number]} one */
function rowOf({ user, form }) {
  const row = document.createElement('li');
  const person = fromTemplate('tpl-suggestion');
  const avatar = part(person, 'avatar');
  setAvatar(avatar, user);
  const name = Object.assign(document.createElement('bdi'), { textContent: user.id === app().store.get().me.id ? words.you : user.displayName });
  const sign = Object.assign(document.createElement('span'), { className: 'reacted-sign' });
  signInto(sign, form);
  row.append(avatar, name, sign);
  return row;
}
