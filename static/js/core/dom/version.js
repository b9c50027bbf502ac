// @ts-check
/** Says that a new version of the page is there: once its server has one, or once parts of two do not go together. */
import { isOld } from '../net/build.js';
import { onSignal } from '../store/signals.js';
import { words } from '../i18n/words.js';
import { part, setText } from './element.js';
import { missing } from './lazy.js';

/** How browsers say that a part is not there, or lacks what another one imports; and how a bundle does. */
const APART = /\bmodule\b|^import/i;

/** For so long it is said once, however much does not come. */
const ONCE = 10_000;

/** Whether it comes of parts that do not go together. @param {unknown} error */
const isOfTwo = (error) => (error instanceof TypeError || error instanceof SyntaxError) && (isOld() || APART.test(error.message));

export function followVersion() {
  const pill = document.getElementById('update');
  onSignal('newVersion', () => {
    if (!pill) return;
    pill.hidden = false;
    setText(part(pill, 'text'), words.update.there);
  });
  pill?.querySelector('[data-action="reload"]')?.addEventListener('click', () => location.reload());
  let said = -ONCE;
  // Whatever was asked for, and nobody else says that it did not come.
  window.addEventListener('unhandledrejection', (event) => {
    if (!isOfTwo(event.reason)) return;
    event.preventDefault();
    if (event.timeStamp < said + ONCE) return;
    said = event.timeStamp;
    void missing();
  });
}
