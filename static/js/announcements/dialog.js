// @ts-check
/** The form of a new announcement. It leaves as a message does, by the outbox. */
import { app } from '../core/dom/app.js';
import { fromTemplate } from '../core/dom/element.js';
import { showError } from '../core/dom/page.js';
import { mainPane, tellPane } from '../core/dom/pane.js';
import { serverTime } from '../core/i18n/time.js';
import { t } from '../core/i18n/translate.js';
import { onSignal } from '../core/store/signals.js';

export function start() {
  const dialog = fromTemplate('tpl-announce', HTMLDialogElement);
  document.body.append(dialog);
  const form = /** @type {HTMLFormElement} */ (dialog.querySelector('form'));
  const field = (/** @type {string} */ name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name));
  /** @type {Signals['newAnnouncement'] | undefined} */
  let asked;

  onSignal('newAnnouncement', (wish) => {
    asked = wish;
    form.reset();
    showError(form, '');
    field('text').value = wish.text;
    if (!dialog.open) dialog.showModal();
    field(wish.text ? 'by' : 'text').focus();
  });
  dialog.addEventListener('close', () => tellPane(mainPane(), 'focusInput'));

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (!asked) return;
    const by = new Date(field('by').value);
    const remind = field('remind_at').value ? new Date(field('remind_at').value) : null;
    if (!(by.getTime() > serverTime.now())) return showError(form, t('That moment is past.'));
    if (remind && !(remind.getTime() > serverTime.now() && remind < by)) return showError(form, t('The reminder must come before the date.'));
    const announcement = { by: by.toISOString(), remindAt: remind?.toISOString() ?? null };
    app().outbox.send({ key: asked.key, room: asked.room }, field('text').value.trim(), null, { announcement });
    dialog.close();
  });
}
