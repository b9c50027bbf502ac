// @ts-check
/** What every page has, also those without a conversation: theme, times, copying, asking before. */
import { closeDialogsByPointer } from './core/dialogs.js';
import { guardInputMethods } from './core/input-method.js';
import { forgetEverything } from './core/local.js';
import { confirmed, copyFrom, localTimes } from './core/page.js';
import { words } from './core/words.js';

export function startPage() {
  guardInputMethods();
  closeDialogsByPointer();
  localTimes(document);
  startTheme();
  document.addEventListener('click', (event) => {
    const target = /** @type {Element} */ (event.target);
    const copying = /** @type {HTMLElement|null} */ (target.closest('[data-copy]'));
    if (copying) copyFrom(copying);
    target.closest('[data-action="dismiss"]')?.closest('.toast')?.remove();
  });
  document.addEventListener('submit', (event) => askFirst(event));
}

/** @param {SubmitEvent} event */
async function askFirst(event) {
  const form = /** @type {HTMLFormElement} */ (event.target);
  const leaving = new URL(form.action, location.href).pathname === '/logout';
  const question = form.dataset.confirm;
  if (!question && !leaving) return;
  event.preventDefault();
  if (question && !(await confirmed(question, event.submitter?.textContent?.trim() || words.yes))) return;
  if (leaving) await forgetEverything();
  // Without the event, or it would be asked again; with the button, whose value may matter.
  const button = /** @type {HTMLButtonElement|null} */ (event.submitter);
  if (button?.name) form.append(Object.assign(document.createElement('input'), { type: 'hidden', name: button.name, value: button.value }));
  form.submit();
}

function startTheme() {
  const root = document.documentElement;
  const fields = document.querySelectorAll('[data-part="theme"]');
  const chosen = root.dataset.theme ?? 'system';
  for (const field of fields) {
    const radio = /** @type {HTMLInputElement|null} */ (field.querySelector(`input[value="${chosen}"]`));
    if (radio) radio.checked = true;
    field.addEventListener('change', (event) => choose(/** @type {HTMLInputElement} */ (event.target).value));
  }

  function choose(/** @type {string} */ theme) {
    if (theme === 'system') delete root.dataset.theme;
    else root.dataset.theme = theme;
    try {
      if (theme === 'system') localStorage.removeItem('theme');
      else localStorage.setItem('theme', theme);
    } catch {
      // The choice lives as long as the page.
    }
  }
}
