// @ts-check
/** The list of what is sent later in one conversation, as a dialog over it. It follows what happens on other devices. */
import { app } from '../core/dom/app.js';
import { fromTemplate, part } from '../core/dom/element.js';
import { toast } from '../core/dom/page.js';
import { tellPane } from '../core/dom/pane.js';
import { t } from '../core/i18n/translate.js';
import { onSignal } from '../core/store/signals.js';
import { made, rewritten, show } from './row.js';
import { waitingIn } from './waiting.js';

/** @type {HTMLElement} */
let pane;

export function start() {
  const dialog = fromTemplate('tpl-scheduled-list', HTMLDialogElement);
  document.body.append(dialog);
  const list = part(dialog, 'items');

  /** All that were shown, with what is being changed in them, for as long as they wait. @type {Map<number, HTMLElement>} */
  const rows = new Map();

  function render() {
    const state = app().store.get();
    const found = waitingIn(state, pane);
    for (const [id, row] of rows) {
      if (!state.scheduled?.some((one) => one.id === id)) rows.delete(id);
      if (row.isConnected && !found.some((one) => one.id === id)) leave(row);
    }
    found.forEach((one, at) => {
      const row = rows.get(one.id) ?? made(one);
      rows.set(one.id, row);
      show(row, one);
      if (list.children[at] !== row) list.insertBefore(row, list.children[at] ?? null);
    });
    part(dialog, 'none').hidden = found.length > 0;
  }

  /** @param {HTMLElement|null} row null: there is none */
  const enter = (row) => /** @type {HTMLElement} */ (row ? [...row.querySelectorAll('button')].find((one) => one.checkVisibility()) : dialog.querySelector('[data-action="close"]')).focus();

  /** It was sent, or stopped. @param {HTMLElement} row */
  function leave(row) {
    const text = rewritten(row);
    const next = /** @type {HTMLElement|null} */ (row.nextElementSibling ?? row.previousElementSibling);
    const focused = row.contains(document.activeElement);
    row.remove();
    if (focused) enter(next);
    if (text) tellPane(pane, 'offerText', { text, why: '' });
    if (text) toast(t('It was sent or deleted meanwhile. What you changed is in the box.'));
  }

  onSignal('showScheduled', (asked) => {
    if (dialog.open) return;
    ({ pane } = asked);
    list.replaceChildren();
    render();
    dialog.showModal();
    enter(/** @type {HTMLElement|null} */ (list.firstElementChild));
  });
  dialog.addEventListener('close', () => {
    const button = /** @type {HTMLElement|null} */ (pane.querySelector('scheduled-here:not([hidden]) button'));
    if (button) button.focus();
    else tellPane(pane, 'focusInput');
  });
  app().store.subscribe((state, before) => {
    if (!dialog.open) return;
    if (state.roomId !== before.roomId) dialog.close();
    else if (state.scheduled !== before.scheduled) render();
  });
}
