// @ts-check
/** The form of a new poll. It leaves as a message does: by the outbox, also when there is a line again. */
import { app } from '../core/dom/app.js';
import { fromTemplate, part } from '../core/dom/element.js';
import { showError } from '../core/dom/page.js';
import { mainPane, tellPane } from '../core/dom/pane.js';
import { serverTime } from '../core/i18n/time.js';
import { fold } from '../core/i18n/fold.js';
import { t } from '../core/i18n/translate.js';
import { onSignal } from '../core/store/signals.js';
import { extraOf } from './leaving.js';
import { styled } from './styled.js';

/** As the server has them. */
const MOST = 20;
const LONGEST = 150;

export function start() {
  const dialog = fromTemplate('tpl-poll', HTMLDialogElement);
  document.body.append(dialog);
  const form = /** @type {HTMLFormElement} */ (dialog.querySelector('form'));
  const field = (/** @type {string} */ name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name));
  /** @type {Signals['newPoll'] | undefined} */
  let asked;

  onSignal('newPoll', async (wish) => {
    asked = wish;
    await styled();
    const { rooms } = app().store.get();
    const sealed = Boolean(rooms[wish.room]?.encrypted);
    form.reset();
    showError(form, '');
    field('question').value = wish.question;
    part(dialog, 'extendable').hidden = sealed;
    part(dialog, 'sealed').textContent = sealed ? t('The question and the options are encrypted. The server sees how many options there are and who chose the first, the second and so on. Options can’t be added later.') : '';
    if (!dialog.open) dialog.showModal();
    field(wish.question ? 'options' : 'question').focus();
  });
  dialog.addEventListener('close', () => tellPane(mainPane(), 'focusInput'));

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (!asked) return;
    const options = field('options').value.split('\n').map((line) => line.trim()).filter(Boolean);
    const ends = field('ends_at').value;
    const endsAt = ends ? new Date(ends) : null;
    const wrong = problem(options, endsAt);
    if (wrong) return showError(form, wrong);
    const sealed = part(dialog, 'extendable').hidden;
    const poll = { options, multiple: field('multiple').checked, anonymous: field('anonymous').checked, extendable: !sealed && field('extendable').checked, endsAt: endsAt?.toISOString() ?? null };
    app().outbox.send({ key: asked.key, room: asked.room }, field('question').value.trim(), null, { ...asked.extra, ...extraOf(poll) });
    dialog.close();
  });
}

/** @param {string[]} options @param {Date|null} endsAt */
function problem(options, endsAt) {
  if (options.length < 2) return t('A poll has two options at least.');
  if (options.length > MOST) return t('A poll has {most} options at most.', { most: MOST });
  if (new Set(options.map(fold)).size < options.length) return t('Two options are the same.');
  if (options.some((one) => [...one].length > LONGEST)) return t('An option has {most} characters at most.', { most: LONGEST });
  return endsAt && !(endsAt.getTime() > serverTime.now()) ? t('That moment is past.') : '';
}
