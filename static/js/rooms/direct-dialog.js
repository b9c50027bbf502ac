// @ts-check
/** Choosing the people of a direct conversation. */
import { api } from '../core/api.js';
import { app } from '../core/app.js';
import { fromTemplate, part, setText } from '../core/element.js';
import { optionKeys } from '../core/combobox.js';
import { pressed } from '../core/keys.js';
import { setAvatar } from '../core/people.js';
import { once } from '../core/once.js';
import { explain, words } from '../core/words.js';

const SEARCH_AFTER = 150;

/**
 * @param {HTMLDialogElement|null} dialog
 * @param {(room: any) => void} enterRoom
 * @returns {() => void} makes it ready to be opened
 */
export function bindDirect(dialog, enterRoom) {
  if (!dialog) return () => {};
  const form = /** @type {HTMLFormElement} */ (dialog.querySelector('form'));
  const field = /** @type {HTMLInputElement} */ (dialog.querySelector('input[name="people"]'));
  const list = /** @type {HTMLElement} */ (part(dialog, 'suggestions'));
  const chips = /** @type {HTMLElement} */ (part(dialog, 'chosen'));
  /** @type {Map<string, any>} */
  const chosen = new Map();
  /** @type {Map<string, any>} */
  let found = new Map();
  /** @type {any} */
  let timer = null;
  let turn = 0;

  const keys = optionKeys(field, list, (option) => choose(found.get(option.dataset.username ?? '')));

  /** @param {any} user */
  function choose(user) {
    if (!user) return;
    chosen.set(user.username, user);
    field.value = '';
    show([]);
    showChips();
    fail('');
    field.focus();
  }

  function showChips() {
    chips.replaceChildren(
      ...[...chosen.values()].map((user) => {
        const chip = fromTemplate('tpl-chip');
        chip.dataset.username = user.username;
        part(chip, 'name').textContent = user.displayName;
        chip.querySelector('button').setAttribute('aria-label', words.rooms.remove(user.displayName));
        return chip;
      }),
    );
  }

  /** @param {any[]} users */
  function show(users) {
    found = new Map(users.map((user) => [user.username, user]));
    list.replaceChildren(
      ...users.map((user) => {
        const option = fromTemplate('tpl-suggestion');
        option.dataset.username = user.username;
        setAvatar(part(option, 'avatar'), user);
        part(option, 'name').textContent = user.displayName;
        part(option, 'username').textContent = `@${user.username}`;
        return option;
      }),
    );
    field.setAttribute('aria-expanded', String(users.length > 0));
    if (users.length && field.value) keys.first();
    else keys.select(undefined);
  }

  async function search() {
    turn += 1;
    const mine = turn;
    const query = field.value.replace(/^.*,/, '').trim().replace(/^@/, '');
    const answer = await api('GET', `/users?q=${encodeURIComponent(query)}`).catch(() => ({ users: [] }));
    const { me } = app().store.get();
    if (mine === turn) show(answer.users.filter((/** @type {any} */ u) => u.id !== me.id && !chosen.has(u.username)).slice(0, 8));
  }

  /** @param {string} text */
  function fail(text) {
    const line = part(form, 'error');
    line.hidden = !text;
    setText(line, text);
  }

  async function start() {
    const typed = field.value.split(',').map((name) => name.trim().replace(/^@/, '')).filter(Boolean);
    const members = [...new Set([...chosen.keys(), ...typed])];
    if (!members.length) return fail(words.rooms.nobody);
    try {
      const room = await api('POST', '/rooms', { kind: 'direct', members });
      dialog?.close();
      enterRoom(room);
    } catch (error) {
      fail(explain(error));
    }
  }

  field.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(search, SEARCH_AFTER);
  });
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
    fail('');
    search();
  };
}
