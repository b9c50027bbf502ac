// @ts-check
/** How many messages wait for their time, beside the rooms; and a word if one could not be sent. */
import { showCount } from '../core/dom/count.js';
import { part } from '../core/dom/element.js';
import { toast } from '../core/dom/page.js';
import { t, tn } from '../core/i18n/translate.js';
import { api } from '../core/net/api.js';

/** @typedef {import('../core/wire.js').Scheduled} Scheduled */

/** @param {import('../core/dom/app.js').App} app */
export function start({ store }) {
  const look = () => api('GET', '/scheduled').then((data) => store.dispatch({ type: 'scheduledList', data }), () => {});
  look();
  store.subscribe((state, before) => {
    if (state.connection.state === 'complete' && before.connection.state !== 'complete') look();
    if (state.scheduled === before.scheduled) return;
    show(state.scheduled ?? []);
    for (const one of state.scheduled ?? []) if (one.problem && before.scheduled?.some(({ id, problem }) => id === one.id && !problem)) say(one);
  });
}

/** @param {Scheduled} one */
async function say({ problem }) {
  const { inLanguage } = await import('../core/i18n/errors.js');
  const { message = '', template, params } = problem ?? {};
  toast(t('A message that was to be sent now was not: {why} You find it under “Sent later”.', { why: inLanguage(template ?? message, params ?? {}) }), 'error');
}

/** @param {Scheduled[]} scheduled */
function show(scheduled) {
  const link = part(document, 'scheduled-link');
  if (!link) return;
  const failed = scheduled.filter(({ problem }) => problem).length;
  link.hidden = !scheduled.length;
  part(link, 'scheduled-count').toggleAttribute('data-failed', failed > 0);
  const label = failed ? tn('{n} message could not be sent', '{n} messages could not be sent', failed) : tn('{n} message waits', '{n} messages wait', scheduled.length);
  showCount(link, 'scheduled-count', scheduled.length, label);
  link.title = label;
}
