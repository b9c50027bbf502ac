// @ts-check
/** What is sent is sent once, however often somebody clicks while the line is slow. */

import { uuid } from '../net/uuid.js';

/** A form that goes nowhere (an answer without a page, a stop by hand) can be sent again after this. */
const GIVEN_UP = 15_000;

/** @type {WeakMap<HTMLFormElement, ReturnType<typeof setTimeout>>} */
const under_way = new WeakMap();

/** Whether the form may be sent now; if so, it may not be until `sendable`. @param {HTMLFormElement} form */
export function sendOnce(form) {
  if (under_way.has(form)) return false;
  under_way.set(form, setTimeout(() => sendable(form), GIVEN_UP));
  mark(form, true);
  return true;
}

/** @param {HTMLFormElement} form */
export function sendable(form) {
  clearTimeout(under_way.get(form));
  under_way.delete(form);
  mark(form, false);
}

/** Does the work of a form's submit, unless the one before is not done yet. @param {HTMLFormElement} form @param {() => Promise<void>} work */
export async function once(form, work) {
  if (!sendOnce(form)) return;
  try {
    await work();
  } finally {
    sendable(form);
  }
}

/** Another id for what is made next. @param {ParentNode} root */
export function renewIds(root) {
  for (const field of root.querySelectorAll('input[data-renew]')) /** @type {HTMLInputElement} */ (field).value = uuid();
}

/** @param {HTMLFormElement} form @param {boolean} busy */
function mark(form, busy) {
  for (const button of form.querySelectorAll('button:not([type="button"])')) {
    if (busy) button.setAttribute('aria-busy', 'true');
    else button.removeAttribute('aria-busy');
  }
}
