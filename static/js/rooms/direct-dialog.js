// @ts-check
/** Choosing the people of a direct conversation. */
import { api } from '../core/net/api.js';
import { app } from '../core/dom/app.js';
import { fromTemplate, part } from '../core/dom/element.js';
import { optionKeys } from '../core/dom/combobox.js';
import { pressed } from '../core/dom/keys.js';
import { showError } from '../core/dom/page.js';
import { suggestionOf } from '../core/dom/suggestion.js';
import { whileTyping } from '../core/dom/search-field.js';
import { once } from '../core/dom/once.js';
import { isolated } from '../core/i18n/direction.js';
import { t } from '../core/i18n/translate.js';
import { explain } from '../core/i18n/words.js';

/**
 * @typedef {import('../core/wire.js').User} User
 * @typedef {import('../core/wire.js').RoomSummary} Room
 *
 * @param {HTMLDialogElement|null} dialog
 * @param {(room: Room) => void} enterRoom
 * @returns {() => void} makes it ready to be opened
 */
export function bindDirect(dialog, enterRoom) {
  if (!dialog) return () => {};
  const form = /** @type {HTMLFormElement} */ (dialog.querySelector('form'));
  const field = /** @type {HTMLInputElement} */ (dialog.querySelector('input[name="people"]'));
  const list = /** @type {HTMLElement} */ (part(dialog, 'suggestions'));
  const chips = /** @type {HTMLElement} */ (part(dialog, 'chosen'));
  /** @type {Map<string, User>} */
  const chosen = new Map();
  /** @type {Map<string, User>} */
  let found = new Map();
  let turn = 0;

  const settle = whileTyping(field, search);
  const keys = optionKeys(field, list, (option) => choose(found.get(option.dataset.username ?? '')), settle);

  /** @param {User|undefined} user */
  function choose(user) {
    if (!user) return;
    chosen.set(user.username, user);
    field.value = '';
    show([]);
    showChips();
    showError(form, '');
    field.focus();
  }

  function showChips() {
    chips.replaceChildren(
      ...[...chosen.values()].map((user) => {
        const chip = fromTemplate('tpl-chip');
        chip.dataset.username = user.username;
        part(chip, 'name').textContent = user.displayName;
        chip.querySelector('button')?.setAttribute('aria-label', t('Remove {name}', { name: isolated(user.displayName) }));
        return chip;
      }),
    );
  }

  /** @param {User[]} users */
  function show(users) {
    found = new Map(users.map((user) => [user.username, user]));
    list.replaceChildren(...users.map(suggestionOf));
    field.setAttribute('aria-expanded', String(users.length > 0));
    if (users.length && field.value) keys.first();
    else keys.select(undefined);
  }

  async function search() {
    turn += 1;
    const mine = turn;
    // What the list still shows is the answer to something else.
    keys.select(undefined);
    const query = field.value.replace(/^.*,/, '').trim().replace(/^@/, '');
    const answer = await api('GET', `/users?q=${encodeURIComponent(query)}`).catch(() => ({ users: [] }));
    const { me } = app().store.get();
    if (mine === turn) show(answer.users.filter((/** @type {User} */ u) => u.id !== me.id && !chosen.has(u.username)).slice(0, 8));
  }

  async function start() {
    const typed = field.value.split(',').map((name) => name.trim().replace(/^@/, '')).filter(Boolean);
    const members = [...new Set([...chosen.keys(), ...typed])];
    if (!members.length) return showError(form, t('Nobody chosen yet. Type a name.'));
    try {
      const room = await api('POST', '/rooms', { kind: 'direct', members, encrypted: new FormData(form).has('encrypted') });
      dialog?.close();
      enterRoom(room);
    } catch (error) {
      showError(form, await explain(error));
    }
  }

  field.addEventListener('keydown', (event) => {
    if (pressed(event, 'chips') !== 'removeLast' || field.value) return;
    chosen.delete([...chosen.keys()].at(-1) ?? '');
    showChips();
  });
  chips.addEventListener('click', (event) => {
    const chip = /** @type {HTMLElement|null} */ (/** @type {Element} */ (event.target).closest('button')?.closest('li'));
    if (!chip) return;
    chosen.delete(chip.dataset.username ?? '');
    showChips();
    field.focus();
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    once(form, start);
  });
  return () => {
    chosen.clear();
    field.value = '';
    showChips();
    showError(form, '');
    search();
  };
}
