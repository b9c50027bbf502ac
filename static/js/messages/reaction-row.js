// @ts-check
/** The reactions below a message: a button for each emoji, and one that adds another. */
import { app } from '../core/dom/app.js';
import { fromTemplate, part, setAttribute, setText } from '../core/dom/element.js';
import { putInOrder } from '../core/dom/list-order.js';
import { isMine } from '../core/store/log.js';
import { namesOf } from '../core/dom/people.js';
import { words } from '../core/i18n/words.js';

/** @typedef {import('../core/wire.js').Reaction} Reaction */

/** @param {HTMLElement} row @param {Reaction[]} reactions */
export function showReactions(row, reactions) {
  const kept = new Map([.../** @type {NodeListOf<HTMLElement>} */ (row.querySelectorAll('[data-emoji]'))].map((button) => [button.dataset.emoji, button]));
  /** @type {HTMLElement[]} */
  const buttons = reactions.map((reaction) => show(kept.get(reaction.emoji) ?? fromTemplate('tpl-reaction'), reaction));
  if (buttons.length) buttons.push(row.querySelector('[data-action="react"]') ?? fromTemplate('tpl-reaction-add'));
  // Buttons that stay keep their place, and with it the focus that may be on one of them.
  const wanted = new Set(/** @type {Element[]} */ (buttons));
  for (const child of [...row.children]) if (!wanted.has(child)) child.remove();
  putInOrder(row, buttons);
}

/** @param {HTMLElement} button @param {Reaction} reaction */
function show(button, reaction) {
  const { emoji, users, count } = reaction;
  const state = app().store.get();
  const mine = isMine(reaction, state.me.id);
  const listed = mine && !users.includes(state.me.id) ? [...users, state.me.id] : users;
  const names = namesOf(listed, state);
  if (count > listed.length) names.push(words.others(count - listed.length));
  button.dataset.emoji = emoji;
  setText(part(button, 'emoji'), emoji);
  setText(part(button, 'count'), String(count));
  setAttribute(button, 'aria-pressed', String(mine));
  setAttribute(button, 'aria-label', words.reaction(emoji, count, mine));
  setAttribute(button, 'title', words.reacted(names, emoji));
  return button;
}
