// @ts-check
/** Adding an option to a poll, below the others. */
import { change } from '../core/dom/change.js';
import { part } from '../core/dom/element.js';
import { once } from '../core/dom/once.js';
import { t } from '../core/i18n/translate.js';
import { pressed } from '../core/dom/keys.js';

const MAX_OPTION = 150;

/** @param {HTMLElement & import('../core/dom/registry.js').Item} item @param {HTMLElement|null} button @param {import('../core/dom/app.js').App} app */
export function openAdding(item, button, app) {
  const box = part(item, 'poll');
  const there = /** @type {HTMLInputElement|null} */ (box.querySelector('form input'));
  if (there) return there.focus();
  const form = Object.assign(document.createElement('form'), { className: 'poll-add' });
  const field = Object.assign(document.createElement('input'), { type: 'text', required: true, maxLength: MAX_OPTION, autocomplete: 'off', dir: 'auto' });
  field.setAttribute('aria-label', t('Another option'));
  const add = Object.assign(document.createElement('button'), { type: 'submit', className: 'button button-small', textContent: t('Add') });
  form.append(field, add);

  function close() {
    const within = form.contains(document.activeElement);
    form.remove();
    if (within) (button?.isConnected ? button : item).focus();
  }

  /** What could not be saved stays to be tried again. */
  async function save() {
    const id = item.view?.message.id;
    const text = field.value.trim();
    if (id && text && (await change(app, 'addPollOption', { message: id, text }, t('The option was not added. Please try again.')))) close();
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    once(form, save);
  });
  form.addEventListener('keydown', (event) => {
    event.stopPropagation();
    if (pressed(event, 'edit') !== 'leaveEdit') return;
    event.preventDefault();
    close();
  });
  box.append(form);
  field.focus();
}
