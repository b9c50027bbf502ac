// @ts-check
/** What every page does with its markup: say things, ask, copy, write times in the person's zone. */
import { fromTemplate, part, setText } from './element.js';
import { clock } from '../i18n/time.js';
import { words } from '../i18n/words.js';

/** What is about to be told. @type {string[]} */
const said = [];

/** Tells a screen reader something, politely. @param {string} text */
export function announce(text) {
  const live = document.getElementById('announce');
  if (!live) return;
  // The same sentence again is a change only if it was gone in between; of two at once none is lost.
  live.textContent = '';
  if (said.push(text) > 1) return;
  setTimeout(() => {
    live.textContent = [...new Set(said.splice(0))].join(' ');
  }, 50);
}

/** A short note at the edge of the page. @param {string} text @param {'info'|'error'} [kind] */
export function toast(text, kind = 'info') {
  announce(text);
  const stack = document.getElementById('toasts');
  if (!stack || !document.getElementById('tpl-toast')) return;
  const note = fromTemplate('tpl-toast');
  note.dataset.kind = kind;
  part(note, 'text').textContent = text;
  stack.append(note);
  setTimeout(() => note.remove(), kind === 'error' ? 10_000 : 4000);
}

/** Says in a form what went wrong. @param {Element} form @param {string} text '' takes it away */
export function showError(form, text) {
  const line = part(form, 'error');
  line.hidden = !text;
  setText(line, text);
}

/** Ends the question before, whose own end may be told after the next one was put. */
let unanswered = (/** @type {boolean} */ _yes) => {};

/** Asks before something that cannot be undone. @param {string} text @param {string} yes what the button says that does it @returns {Promise<boolean>} */
export function confirmed(text, yes) {
  const dialog = /** @type {HTMLDialogElement|null} */ (document.getElementById('dialog-confirm'));
  if (!dialog) return Promise.resolve(window.confirm(text));
  part(dialog, 'text').textContent = text;
  part(dialog, 'ok').textContent = yes;
  dialog.returnValue = '';
  dialog.showModal();
  unanswered(false);
  return new Promise((resolve) => {
    unanswered = resolve;
    dialog.onclose = () => {
      if (!dialog.open) resolve(dialog.returnValue === 'ok');
    };
  });
}

/** @param {string} text @returns {Promise<boolean>} whether it is in the clipboard */
export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

/** Where the page is not served securely there is no clipboard, and selecting still works. @param {string} text */
function copyBySelection(text) {
  const area = document.createElement('textarea');
  const focused = /** @type {HTMLElement|null} */ (document.activeElement);
  area.value = text;
  area.className = 'sr-only';
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  focused?.focus();
  return done;
}

/** Writes the times below a node in the person's time zone. @param {ParentNode} root */
export function localTimes(root) {
  for (const node of root.querySelectorAll('time[datetime][data-format]')) {
    const time = /** @type {HTMLTimeElement} */ (node);
    // A day without a time of day is that day everywhere.
    const date = new Date(time.dateTime.includes('T') ? time.dateTime : `${time.dateTime}T00:00`);
    if (Number.isNaN(date.getTime())) continue;
    const text = clock.as(time.dataset.format ?? 'day', date);
    if (time.textContent !== text) time.textContent = text;
    if (time.dataset.format !== 'day') time.title = clock.full(date);
  }
}

/** Copies what a `[data-copy]` button points at. @param {HTMLElement} button */
export async function copyFrom(button) {
  const source = document.getElementById(button.dataset.copy ?? '');
  if (!source) return;
  const done = await copy(source instanceof HTMLInputElement ? source.value : (source.textContent ?? '').trim());
  toast(done ? words.copyDone : words.message.copyFailed, done ? 'info' : 'error');
}
