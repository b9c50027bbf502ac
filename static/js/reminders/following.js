// @ts-check
/** What is due: told when it is, shown in every page of a room until it is done, and counted beside the rooms. */
import { showCount } from '../core/dom/count.js';
import { toast } from '../core/dom/page.js';
import { t, tn } from '../core/i18n/translate.js';
import { api } from '../core/net/api.js';

/** @typedef {import('../core/wire.js').Reminder} Reminder */

/** @param {import('../core/dom/app.js').App} app */
export function start(app) {
  const { store } = app;
  const look = () => api('GET', '/reminders').then(({ reminders }) => store.dispatch({ type: 'dueReminders', data: { due: reminders.filter((/** @type {Reminder} */ { dueAt }) => dueAt) } }), () => {});
  look();
  const tell = (/** @type {Reminder|undefined} */ last) => last && toast(t('Reminder: {text}', { text: last.text || t('Look at a room') }));
  // What was due while nobody was there.
  if (store.get().reminders.told) {
    show(app, store.get().reminders.due);
    tell(store.get().reminders.due.at(-1));
  }
  store.subscribe((state, before) => {
    const back = state.connection.state === 'complete' && before.connection.state !== 'complete';
    if (back || state.reminders.news !== before.reminders.news) look();
    if (state.reminders.due !== before.reminders.due) show(app, state.reminders.due);
    if (state.reminders.told !== before.reminders.told) tell(state.reminders.due.at(-1));
  });
}

/** @param {import('../core/dom/app.js').App} app @param {Reminder[]} due */
function show(app, due) {
  for (const link of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-part="reminders-link"]'))) {
    link.hidden = !due.length;
    showCount(link, 'reminders-due', due.length, tn('{n} reminder is due', '{n} reminders are due', due.length));
  }
  // There may be something to take away, once something was shown.
  if (due.length || document.querySelector('[data-part="due-reminders"]:not([hidden])')) import('./due.js').then(({ showDue }) => showDue(app, due), () => {});
}
