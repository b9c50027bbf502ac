// @ts-check
/** At which time a message is sent: a dialog. */
import { fromTemplate, part, setText } from '../core/dom/element.js';
import { showError } from '../core/dom/page.js';
import { localTime, zoneHere } from '../core/i18n/local-time.js';
import { serverTime } from '../core/i18n/time.js';
import { t } from '../core/i18n/translate.js';
import { explain } from '../core/i18n/words.js';
import { choices } from './moments.js';

/** @type {HTMLDialogElement|undefined} */
let dialog;
/** @type {{area: HTMLTextAreaElement, chosen: (when: import('./moments.js').When, date: Date) => Promise<void>}|undefined} */
let asked;

/**
 * @param {HTMLTextAreaElement} area who has the focus afterwards
 * @param {(when: import('./moments.js').When, date: Date) => Promise<void>} chosen throws as a request does
 */
export function ask(area, chosen) {
  dialog ??= bound();
  asked = { area, chosen };
  const form = /** @type {HTMLFormElement} */ (dialog.querySelector('form'));
  showError(form, '');
  const now = new Date(serverTime.now());
  field(form).value = localTime(choices(now).at(-1)?.date ?? now);
  setText(part(dialog, 'zone'), t('Your time zone: {zone}', { zone: zoneHere().replaceAll('_', ' ') }));
  dialog.showModal();
}

/** @param {HTMLFormElement} form */
const field = (form) => /** @type {HTMLInputElement} */ (form.elements.namedItem('time'));

function bound() {
  const made = fromTemplate('tpl-later', HTMLDialogElement);
  document.body.append(made);
  const form = /** @type {HTMLFormElement} */ (made.querySelector('form'));
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const date = new Date(field(form).value);
    if (!(date.getTime() > serverTime.now())) return showError(form, t('That moment is past.'));
    try {
      await asked?.chosen({ localTime: field(form).value.slice(0, 16), timeZone: zoneHere() }, date);
      made.close();
    } catch (error) {
      showError(form, await explain(error));
    }
  });
  made.addEventListener('close', () => asked?.area.focus({ preventScroll: true }));
  return made;
}
