// @ts-check
/** The form of a new announcement. It leaves as a message does, by the outbox. */
import { app } from '../core/dom/app.js';
import { fromTemplate } from '../core/dom/element.js';
import { showError } from '../core/dom/page.js';
import { tellPane } from '../core/dom/pane.js';
import { localTime } from '../core/i18n/local-time.js';
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
  let isSent = false;
  /** What was written and not sent, by conversation: it stands there when the form is opened again. @type {Map<string, Record<string, string>>} */
  const left = new Map();
  const NAMES = ['text', 'by', 'remind_at'];
  const shown = (/** @type {string|null|undefined} */ at) => (at ? localTime(new Date(at)) : '');

  onSignal('newAnnouncement', (wish) => {
    asked = wish;
    form.reset();
    showError(form, '');
    const { text, announcement } = wish;
    const before = left.get(wish.key);
    if (announcement) fill({ text, by: shown(announcement.by), remind_at: shown(announcement.remindAt) });
    else if (before && (!text || text === before.text)) fill(before);
    else fill({ text });
    if (!dialog.open) dialog.showModal();
    field(field('text').value ? 'by' : 'text').focus();
  });
  dialog.addEventListener('close', () => {
    if (!asked) return;
    const { key, pane } = asked;
    if (isSent) left.delete(key);
    else left.set(key, Object.fromEntries(NAMES.map((name) => [name, field(name).value.trim()])));
    isSent = false;
    tellPane(pane, 'focusInput');
  });

  /** @param {Record<string, string>} values */
  function fill(values) {
    for (const [name, value] of Object.entries(values)) field(name).value = value;
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (!asked) return;
    const by = new Date(field('by').value);
    const remind = field('remind_at').value ? new Date(field('remind_at').value) : null;
    if (!(by.getTime() > serverTime.now())) return showError(form, t('That moment is past.'));
    if (remind && !(remind.getTime() > serverTime.now() && remind < by)) return showError(form, t('The reminder must come before the date.'));
    const announcement = { by: by.toISOString(), remindAt: remind?.toISOString() ?? null };
    app().outbox.send({ key: asked.key, room: asked.room }, field('text').value.trim(), null, { announcement });
    tellPane(asked.pane, 'gone');
    isSent = true;
    dialog.close();
  });
}
