// @ts-check
/** A page's own form that sends a message: what it sends waits as well, and can be taken back. */
import { announce } from '../core/dom/page.js';
import { sendForm } from '../core/net/api.js';

const note = /** @type {HTMLElement} */ (document.querySelector('[data-part="undo-form"]'));
const form = /** @type {HTMLFormElement} */ (note.closest('form'));
const undo = /** @type {HTMLButtonElement} */ (note.querySelector('button'));
const submit = /** @type {HTMLButtonElement} */ (form.querySelector('[type="submit"]'));
const fields = /** @type {HTMLElement[]} */ ([...form.querySelectorAll('.field, label')]);

/** @type {ReturnType<typeof setTimeout>|undefined} */
let timer;
let goes = false;

/** @param {boolean} waits */
function show(waits) {
  note.hidden = !waits;
  submit.disabled = waits;
  for (const field of fields) field.inert = waits;
}

/** It waits no longer. */
function stop() {
  clearTimeout(timer);
  timer = undefined;
  show(false);
}

function send() {
  stop();
  goes = true;
  form.requestSubmit();
}

/** The page may be left for good: it goes without it. By the form's id it is made once, however often it is sent. */
async function leave() {
  if (!timer || document.visibilityState !== 'hidden') return;
  clearTimeout(timer);
  undo.disabled = true;
  const there = await sendForm(form);
  undo.disabled = false;
  if (there) location.replace(there);
  else send();
}

form.addEventListener('submit', (event) => {
  if (goes) return;
  event.preventDefault();
  if (timer) return;
  timer = setTimeout(send, Number(note.dataset.seconds) * 1000);
  show(true);
  undo.focus();
  announce(note.querySelector('span')?.textContent ?? '');
});
undo.addEventListener('click', () => {
  stop();
  submit.focus();
});
document.addEventListener('visibilitychange', leave);
// A page out of the back button's memory.
window.addEventListener('pageshow', ({ persisted }) => persisted && ((goes = false), stop()));
