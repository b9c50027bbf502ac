// @ts-check
/** A dialog that goes through steps: each takes the place of the one before, and what went wrong is said in it. */
import { t } from '../core/i18n/translate.js';
import { explain } from '../core/i18n/words.js';
import { codeOf } from '../core/i18n/words.js';
import { h, icon, newId } from './dom.js';

/**
 * @typedef {object} Sheet
 * @property {HTMLDialogElement} dialog
 * @property {(title: string, ...children: (Node|string|null|undefined|false)[]) => void} show a step
 * @property {(work: () => Promise<unknown>) => Promise<void>} doing does something that may fail: what went wrong is said. In one step
 * one thing at a time; what is asked for in the next one waits for what is still being done
 * @property {(text: string) => void} complain
 * @property {(text: string) => void} say what is going on, politely
 * @property {() => void} close
 */

/** What went wrong, where it is not what the server says. @param {unknown} error */
async function reasonOf(error) {
  const said = /** @type {Record<string, () => string>} */ ({
    wrongSecret: () => t('That is not it. Look whether a letter is missing or too many.'),
    identityChanged: () => t('This opens another identity than the one that the server shows. It may have been made anew on another device.'),
    notFound: () => t('Nothing was found. Perhaps it was removed meanwhile.'),
    wrongCode: () => t('That is no code of the other device, or of another time. Let it show a new one.'),
    failed: () => t('The part of the page that keeps your keys did not start. Reload the page.'),
    notReady: () => t('This device has to be confirmed first.'),
  })[codeOf(error)];
  return said ? said() : explain(error);
}

/**
 * @param {{closed?: () => void, kind?: string}} [options]
 * @returns {Sheet}
 */
export function openSheet({ closed = () => {}, kind = '' } = {}) {
  const id = newId();
  const title = h('h2', { id, tabindex: '-1' });
  const body = h('div', { class: 'sheet' });
  const error = h('p', { class: 'form-error', role: 'alert', hidden: true });
  const status = h('p', { class: 'quiet', role: 'status', hidden: true });
  const form = /** @type {HTMLFormElement} */ (h('form', { method: 'dialog', novalidate: true }, error, body, status));
  const head = h('div', { class: 'dialog-head' }, title, h('button', { type: 'button', class: 'icon-button', 'data-action': 'close', 'aria-label': t('Close') }, icon('close')));
  const dialog = /** @type {HTMLDialogElement} */ (h('dialog', { class: `dialog e2ee-dialog ${kind}`.trim(), 'aria-labelledby': id }, head, form));
  const before = /** @type {HTMLElement|null} */ (document.activeElement);

  const complain = (/** @type {string} */ text) => {
    error.textContent = text;
    error.hidden = !text;
    if (text) error.scrollIntoView({ block: 'nearest' });
  };
  const say = (/** @type {string} */ text) => {
    status.textContent = text;
    status.hidden = !text;
  };

  form.addEventListener('submit', (event) => event.preventDefault());
  dialog.addEventListener('close', () => {
    dialog.remove();
    if (before?.isConnected) before.focus();
    closed();
  });
  document.body.append(dialog);
  dialog.showModal();

  /** Which step is shown, and of which something is being done. */
  let step = 0;
  let doingIn = -1;
  /** @type {Promise<void>} */
  let last = Promise.resolve();

  /** @param {() => Promise<unknown>} work @param {() => void} over */
  async function doNow(work, over) {
    if (!dialog.open) return;
    complain('');
    dialog.setAttribute('aria-busy', 'true');
    try {
      await work();
    } catch (problem) {
      say('');
      complain(await reasonOf(problem));
    } finally {
      dialog.removeAttribute('aria-busy');
      over();
    }
  }

  return {
    dialog,
    show(text, ...children) {
      step += 1;
      complain('');
      say('');
      title.textContent = text;
      body.replaceChildren(.../** @type {(Node|string)[]} */ (children.filter(Boolean)));
      const places = /** @type {NodeListOf<HTMLElement>} */ (body.querySelectorAll('input:not([type="radio"]), input:checked, .button-primary'));
      ([...places].find((one) => one.checkVisibility()) ?? title).focus();
    },
    doing(work) {
      if (doingIn === step) return last;
      const mine = (doingIn = step);
      const focused = /** @type {HTMLElement|null} */ (document.activeElement);
      const buttons = /** @type {HTMLButtonElement[]} */ ([...body.querySelectorAll('button')]);
      for (const one of buttons) one.disabled = true;
      const over = () => {
        if (doingIn === mine) doingIn = -1;
        for (const one of buttons) one.disabled = false;
        // A button that was pressed loses the focus while it is off.
        if (dialog.open && focused?.isConnected && !dialog.contains(document.activeElement)) focused.focus();
      };
      last = last.then(() => doNow(work, over));
      return last;
    },
    complain,
    say,
    close: () => dialog.close(),
  };
}
