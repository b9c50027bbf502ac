// @ts-check
/** One message that waits, in the list of a conversation: what it says, when it is sent, and what one does with it. */
import { app } from '../core/dom/app.js';
import { fromTemplate, part, setAttribute, setText } from '../core/dom/element.js';
import { pressed } from '../core/dom/keys.js';
import { announce, confirmed, showError } from '../core/dom/page.js';
import { MAX_CONTENT, lengthOf } from '../core/dom/text-area.js';
import { isOdd, shows, trimmed } from '../core/i18n/letters.js';
import { localTime, zoneHere } from '../core/i18n/local-time.js';
import { serverTime } from '../core/i18n/time.js';
import { t } from '../core/i18n/translate.js';
import { explain, words } from '../core/i18n/words.js';
import { choices, inShort } from './moments.js';
import { whySealed } from './scheduling.js';

/** @typedef {import('../core/wire.js').Scheduled} Scheduled */

/** What each shows. @type {WeakMap<HTMLElement, Scheduled>} */
const shown = new WeakMap();
const of = (/** @type {HTMLElement} */ row) => /** @type {Scheduled} */ (shown.get(row));

/** @param {HTMLElement} row @param {string} name @returns {HTMLInputElement} */
const field = (row, name) => /** @type {HTMLInputElement} */ (part(row, 'change', HTMLFormElement).elements.namedItem(name));

/** @param {Scheduled} one */
export function made({ id }) {
  const row = fromTemplate('tpl-scheduled-item');
  row.dataset.id = String(id);
  for (const name of ['content', 'time']) {
    field(row, name).id = `scheduled-${name}-${id}`;
    /** @type {HTMLLabelElement} */ (field(row, name).parentElement?.querySelector('label')).htmlFor = `scheduled-${name}-${id}`;
  }
  row.addEventListener('click', ({ target }) => {
    const does = /** @type {HTMLElement} */ (target).closest('button')?.dataset.does ?? '';
    const acts = /** @type {Record<string, () => unknown>} */ ({ edit: () => fold(row, false), cancel: () => leave(row), send: () => ask(row, send), stop: () => ask(row, stop) });
    acts[does]?.();
  });
  part(row, 'change').addEventListener('submit', (event) => (event.preventDefault(), ask(row, save)));
  part(row, 'change').addEventListener('keydown', (event) => {
    if (pressed(event, 'edit') !== 'leaveEdit') return;
    // The list stays, and what was changed stands there when the form is opened again.
    event.preventDefault();
    event.stopPropagation();
    fold(row, true);
  });
  return row;
}

/** @param {HTMLElement} row @param {Scheduled} one */
export function show(row, one) {
  shown.set(row, one);
  const [at, zone] = [new Date(one.at), one.timeZone];
  const there = one.localTime && zone && zone !== zoneHere() ? ` (${one.localTime.slice(11)} ${zone.replaceAll('_', ' ')})` : '';
  setText(part(row, 'when'), inShort(at, new Date(serverTime.now())) + there);
  part(row, 'also').hidden = !one.inRoom;
  setText(part(row, 'text'), one.content);
  const why = part(row, 'why');
  why.hidden = !one.problem;
  if (one.problem) tell(why, one.problem);
}

/** @param {HTMLElement} node @param {NonNullable<Scheduled['problem']>} problem */
async function tell(node, { message, template, params }) {
  const { inLanguage } = await import('../core/i18n/errors.js');
  setText(part(node, 'reason'), inLanguage(template ?? message, params ?? {}));
}

/** What somebody has made of its text and not saved; '': nothing. @param {HTMLElement} row */
export function rewritten(row) {
  const text = trimmed(field(row, 'content').value);
  return row.dataset.filled !== undefined && text !== of(row).content ? text : '';
}

/** Opens the form, or closes it. @param {HTMLElement} row @param {boolean} folded */
function fold(row, folded) {
  const form = part(row, 'change');
  if (!folded && row.dataset.filled === undefined) {
    const { content, at, problem } = of(row);
    row.dataset.filled = '';
    field(row, 'content').value = content;
    // What could not be sent is tried again then.
    field(row, 'time').value = localTime(problem ? (choices(new Date(serverTime.now())).at(-1)?.date ?? new Date()) : new Date(at));
    setText(part(row, 'zone'), t('Your time zone: {zone}', { zone: zoneHere().replaceAll('_', ' ') }));
  }
  form.hidden = folded;
  part(row, 'tools').hidden = !folded;
  part(row, 'text').hidden = !folded;
  showError(row, '');
  if (folded) part(row, 'edit').focus();
  else field(row, 'content').focus();
}

/** What was changed is not wanted. @param {HTMLElement} row */
function leave(row) {
  delete row.dataset.filled;
  fold(row, true);
}

/** Does something once at a time, and says why not. @param {HTMLElement} row @param {(row: HTMLElement) => Promise<void>} what */
async function ask(row, what) {
  if (row.ariaBusy === 'true') return;
  setAttribute(row, 'aria-busy', 'true');
  showError(row, '');
  try {
    await what(row);
  } catch (error) {
    showError(row, await explain(error));
  } finally {
    setAttribute(row, 'aria-busy', null);
  }
}

/** @param {HTMLElement} row */
async function save(row) {
  const { id, room, content, at, problem } = of(row);
  const [text, time] = [trimmed(field(row, 'content').value), field(row, 'time').value.slice(0, 16)];
  const wrong = !shows(text) ? t('There is nothing to be sent.') : isOdd(text) ? t('This text has characters in it that cannot be sent.') : lengthOf(text) > MAX_CONTENT ? words.input.tooLong : text !== content ? whySealed(room) : '';
  if (wrong) return showError(row, wrong);
  const isMoved = time !== localTime(new Date(at));
  if (isMoved && !(new Date(time).getTime() > serverTime.now())) return showError(row, t('That moment is past.'));
  if (text !== content || isMoved) {
    const scheduled = await app().link.request('editScheduled', { scheduled: id, ...(text === content ? {} : { content: text }), ...(isMoved ? { localTime: time, timeZone: zoneHere() } : {}) });
    app().store.dispatch({ type: 'scheduledChanged', data: { scheduled } });
    announce(t('Saved.'));
  } else if (problem) return showError(row, t('Choose another time.'));
  leave(row);
}

/** @param {HTMLElement} row */
async function send(row) {
  const { id } = of(row);
  const { message } = await app().link.request('sendScheduled', { scheduled: id });
  app().store.dispatch({ type: 'scheduledGone', data: { scheduled: id, message: message.id } });
  announce(t('It is sent.'));
}

/** @param {HTMLElement} row */
async function stop(row) {
  const { id } = of(row);
  if (!(await confirmed(t('Delete this message? It will not be sent.'), t('Delete')))) return;
  await app().link.request('stopScheduled', { scheduled: id });
  app().store.dispatch({ type: 'scheduledGone', data: { scheduled: id, message: null } });
  announce(t('It is not sent, and gone.'));
}
