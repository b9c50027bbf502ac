// @ts-check
/** The reactions below a message: a button for each emoji, and one that adds another. */
import { app } from '../core/dom/app.js';
import { fromTemplate, part, setAttribute, setText } from '../core/dom/element.js';
import { putInOrder } from '../core/dom/list-order.js';
import { isMine } from './mine.js';
import { signInto } from '../core/dom/signs.js';
import { words } from '../core/i18n/words.js';

/** @typedef {import('../core/wire.js').Reaction} Reaction */

/** @param {HTMLElement} item the message @param {import('../core/store/message.js').Shown} message */
export function showReactions(item, { deleted, reactions: all }) {
  const row = part(item, 'reactions');
  if (!row) return;
  const reactions = deleted ? [] : all;
  const kept = new Map([.../** @type {NodeListOf<HTMLElement>} */ (row.querySelectorAll('[data-emoji]'))].map((button) => [button.dataset.emoji, button]));
  /** @type {HTMLElement[]} */
  const buttons = reactions.map((reaction) => show(kept.get(reaction.emoji) ?? fromTemplate('tpl-reaction'), reaction));
  if (buttons.length) buttons.push(row.querySelector('[data-action="react"]') ?? fromTemplate('tpl-reaction-add'));
  // Buttons that stay keep their place, and with it the focus that may be on one of them.
  const wanted = new Set(/** @type {Element[]} */ (buttons));
  for (const child of [...row.children]) if (!wanted.has(child)) child.remove();
  putInOrder(row, buttons);
}

/** @type {WeakMap<object, Map<number, string>>} */
const indexes = new WeakMap();

/** The display names of everybody in any list. @param {PageState['members']} lists */
function namesIn(lists) {
  let names = indexes.get(lists);
  if (!names) {
    names = new Map(Object.values(lists).flat().map((m) => [m.id, m.displayName]));
    indexes.set(lists, names);
  }
  return names;
}

/**
 * The names behind ids, "You" first.
 * @param {number[]} ids
 * @param {PageState} state
 */
function namesOf(ids, state) {
  const members = namesIn(state.members ?? {});
  const others = ids.filter((id) => id !== state.me.id).map((id) => members.get(id) ?? words.somebody);
  return ids.includes(state.me.id) ? [words.you, ...others] : others;
}

/** @param {HTMLElement} button @param {Reaction} reaction */
function show(button, reaction) {
  const { emoji, users, count, forms } = reaction;
  const state = app().store.get();
  const mine = isMine(reaction, state.me.id);
  const listed = mine && !users.includes(state.me.id) ? [...users, state.me.id] : users;
  const names = namesOf(listed, state);
  if (count > listed.length) names.push(words.others(count - listed.length));
  button.dataset.emoji = emoji;
  signInto(part(button, 'emoji'), forms?.every((one) => one === forms[0]) ? forms[0] : emoji);
  setText(part(button, 'count'), String(count));
  setAttribute(button, 'aria-pressed', String(mine));
  setAttribute(button, 'aria-label', words.reaction(emoji, count, mine));
  setAttribute(button, 'title', words.reacted(names, emoji));
  return button;
}
