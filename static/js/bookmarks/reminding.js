// @ts-check
/** When one wishes to be reminded of a message: a dialog, with some moments that are close at hand. */
import { fromTemplate, part } from '../core/dom/element.js';
import { showError, toast } from '../core/dom/page.js';
import { localTime } from '../core/i18n/local-time.js';
import { clock, serverTime } from '../core/i18n/time.js';
import { t } from '../core/i18n/translate.js';
import { explain } from '../core/i18n/words.js';

const MORNING = 9;
const MONDAY = 1;

/** @type {HTMLDialogElement | undefined} */
let dialog;
/** @type {{app: import('../core/dom/app.js').App, message: number, note: string, back: HTMLElement|null} | undefined} */
let asked;

/** The moments that are offered, in the zone of this device. @param {Date} now @returns {[string, Date][]} */
export function moments(now) {
  const at = (/** @type {number} */ days, /** @type {number} */ hour) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hour);
  const monday = (MONDAY - now.getDay() + 7) % 7 || 7;
  return [
    [t('In 20 minutes'), new Date(now.getTime() + 20 * 60_000)],
    [t('In an hour'), new Date(now.getTime() + 3_600_000)],
    [t('Tomorrow morning'), at(1, MORNING)],
    [t('Next Monday'), at(monday, MORNING)],
  ];
}

/**
 * @param {import('../core/dom/app.js').App} app
 * @param {number} message
 * @param {HTMLElement|null} back who has the focus afterwards
 * @param {{note?: string, remindAt?: string|null}} [before] what it is saved with
 */
export function openRemind(app, message, back, { note = '', remindAt = null } = {}) {
  dialog ??= bound();
  asked = { app, message, note, back };
  const form = /** @type {HTMLFormElement} */ (dialog.querySelector('form'));
  showError(form, '');
  field(form, 'note').value = note;
  field(form, 'time').value = localTime(remindAt ? new Date(remindAt) : moments(new Date(serverTime.now()))[1][1]);
  part(dialog, 'soon').replaceChildren(
    ...moments(new Date(serverTime.now())).map(([label, moment]) => {
      const button = Object.assign(document.createElement('button'), { type: 'button', className: 'button button-small', textContent: label, title: clock.full(moment) });
      button.addEventListener('click', () => save(moment));
      return button;
    }),
  );
  dialog.showModal();
}

/** @param {HTMLFormElement} form @param {string} name */
const field = (form, name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name));

function bound() {
  const made = fromTemplate('tpl-remind', HTMLDialogElement);
  document.body.append(made);
  const form = /** @type {HTMLFormElement} */ (made.querySelector('form'));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    save(new Date(field(form, 'time').value));
  });
  made.addEventListener('close', () => asked?.back?.focus({ preventScroll: true }));
  return made;
}

/** @param {Date} moment */
async function save(moment) {
  if (!dialog || !asked) return;
  const form = /** @type {HTMLFormElement} */ (dialog.querySelector('form'));
  if (!(moment.getTime() > serverTime.now())) return showError(form, t('That moment is past.'));
  const { app, message } = asked;
  try {
    await app.link.request('saveMessage', { message, note: field(form, 'note').value.trim(), remindAt: moment.toISOString() });
    app.store.dispatch({ type: 'bookmarkChanged', data: { message, saved: true, due: app.store.get().savedDue } });
    dialog.close();
    toast(t('You will be reminded: {when}', { when: clock.datetime(moment) }));
  } catch (error) {
    showError(form, await explain(error));
  }
}
