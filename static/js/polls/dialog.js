// @ts-check
/** The form of a new poll. It leaves as a message does: by the outbox, also when there is a line again. */
import { app } from '../core/dom/app.js';
import { fromTemplate, part } from '../core/dom/element.js';
import { showError } from '../core/dom/page.js';
import { tellPane } from '../core/dom/pane.js';
import { styled } from '../core/dom/styled.js';
import { localTime } from '../core/i18n/local-time.js';
import { serverTime } from '../core/i18n/time.js';
import { fold } from '../core/i18n/fold.js';
import { t } from '../core/i18n/translate.js';
import { onSignal } from '../core/store/signals.js';
import { extraOf } from './leaving.js';

/** @typedef {import('../core/wire.js').NewPoll} NewPoll */

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
  let isSent = false;
  /** What was written and not sent, by conversation: it stands there when the form is opened again. @type {Map<string, {question: string, poll: NewPoll}>} */
  const left = new Map();

  onSignal('newPoll', async (wish) => {
    asked = wish;
    const before = left.get(wish.key);
    const poll = wish.poll ?? (!wish.question || wish.question === before?.question ? before?.poll : undefined);
    await styled('polls');
    const { rooms } = app().store.get();
    const sealed = Boolean(rooms[wish.room]?.encrypted);
    form.reset();
    showError(form, '');
    field('question').value = wish.question || (poll && before?.question) || '';
    if (poll) fill(poll);
    part(dialog, 'extendable').hidden = sealed;
    part(dialog, 'sealed').textContent = sealed ? t('The question and the options are encrypted. The server sees how many options there are and who chose the first, the second and so on. Options can’t be added later.') : '';
    if (!dialog.open) dialog.showModal();
    field(field('question').value ? 'options' : 'question').focus();
  });
  dialog.addEventListener('close', () => {
    if (!asked) return;
    const { key, pane } = asked;
    if (isSent) left.delete(key);
    else left.set(key, { question: field('question').value.trim(), poll: written() });
    isSent = false;
    tellPane(pane, 'focusInput');
  });

  /** @param {NewPoll} poll */
  function fill({ options, endsAt, ...ticks }) {
    field('options').value = options.join('\n');
    field('ends_at').value = endsAt ? localTime(new Date(endsAt)) : '';
    for (const name of /** @type {const} */ (['multiple', 'anonymous', 'extendable'])) field(name).checked = Boolean(ticks[name]);
  }

  function written() {
    const options = field('options').value.split('\n').map((line) => line.trim()).filter(Boolean);
    const ends = field('ends_at').value;
    const extendable = !part(dialog, 'extendable').hidden && field('extendable').checked;
    return { options, multiple: field('multiple').checked, anonymous: field('anonymous').checked, extendable, endsAt: ends ? new Date(ends).toISOString() : null };
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (!asked) return;
    const poll = written();
    const wrong = problem(poll.options, poll.endsAt ? new Date(poll.endsAt) : null);
    if (wrong) return showError(form, wrong);
    app().outbox.send({ key: asked.key, room: asked.room }, field('question').value.trim(), null, { ...asked.extra, ...extraOf(poll) });
    tellPane(asked.pane, 'gone');
    isSent = true;
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
