// @ts-check
/** What one has saved: shown at the messages, counted beside the rooms, and called when a reminder is due. */
import { showCount } from '../core/dom/count.js';
import { part } from '../core/dom/element.js';
import { toast } from '../core/dom/page.js';
import { tn } from '../core/i18n/translate.js';
import { api } from '../core/net/api.js';

/** @param {import('../core/dom/app.js').App} app */
export function start({ store }) {
  const look = () => api('GET', '/bookmarks/messages').then((data) => store.dispatch({ type: 'savedMessages', data }), () => {});
  look();
  store.subscribe((state, before) => {
    if (state.connection.state === 'complete' && before.connection.state !== 'complete') look();
    if (state.saved !== before.saved) showMarks(state.saved, before.saved);
    if (state.savedDue !== before.savedDue) showDue(state.savedDue);
    if (state.savedDue > before.savedDue && before.saved === state.saved) toast(tn('A reminder is due: see what you saved for later.', '{n} reminders are due: see what you saved for later.', state.savedDue));
  });
}

/** @param {number[]} now @param {number[]} before */
function showMarks(now, before) {
  const changed = [...now.filter((id) => !before.includes(id)), ...before.filter((id) => !now.includes(id))];
  for (const id of changed) for (const item of document.querySelectorAll(`message-item[data-id="${id}"]`)) part(item, 'saved').hidden = !now.includes(id);
}

/** @param {number} due */
function showDue(due) {
  for (const link of document.querySelectorAll('.panel-link:has([data-part="saved-due"])')) showCount(link, 'saved-due', due, tn('{n} reminder is due', '{n} reminders are due', due));
}
