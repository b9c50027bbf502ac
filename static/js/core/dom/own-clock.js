// @ts-check
/** Moments in the forms of pages: people write them by their own clock, and the server reads them as UTC. */
import { localTime } from '../i18n/local-time.js';

/** @param {ParentNode} root @returns {Iterable<HTMLInputElement>} */
const fields = (root) => root.querySelectorAll('input[data-utc]');

export function ownClock() {
  for (const field of fields(document)) {
    // Unless the browser has put back what one had written.
    if (field.value && field.value === field.defaultValue) field.value = localTime(new Date(`${field.value}Z`));
  }
  document.addEventListener('formdata', ({ target, formData }) => {
    for (const { name, value } of fields(/** @type {HTMLFormElement} */ (target))) {
      if (value) formData.set(name, new Date(value).toISOString().slice(0, 16));
    }
  });
}
