// @ts-check
/** How much there is to confirm, beside the rooms; and a word when somebody is reminded of it. */
import { showCount } from '../core/dom/count.js';
import { part } from '../core/dom/element.js';
import { toast } from '../core/dom/page.js';
import { t, tn } from '../core/i18n/translate.js';
import { api } from '../core/net/api.js';
import { apart } from '../core/net/crowd.js';

/** What happens meanwhile is one question; milliseconds. A room of many does not ask at once. */
const GATHER = 1000;
const SPREAD = 20_000;

/** @param {import('../core/dom/app.js').App} app */
export function start({ store }) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const look = () => {
    timer = undefined;
    api('GET', '/announcements').then(looked, () => {});
  };
  const looked = (/** @type {import('../core/wire.js').OpenAnnouncements} */ { announcements, count }) => {
    store.dispatch({ type: 'toConfirm', data: { open: announcements.map(({ id }) => id) } });
    show(count);
  };
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let anew;
  const refresh = () => {
    anew = undefined;
    if (document.querySelector('[data-part="confirm-numbers"]')) import('./confirm-view.js').then((view) => view.refresh(), () => {});
  };
  look();
  store.subscribe((state, before) => {
    const back = state.connection.state === 'complete' && before.connection.state !== 'complete';
    if (back || (state.counts !== before.counts && members(state) !== members(before))) anew ??= setTimeout(refresh, GATHER);
    if (back || state.announcements.news !== before.announcements.news) timer ??= setTimeout(look, GATHER + apart(state, SPREAD));
    if (state.announcements.due !== before.announcements.due) toast(t('Something is waiting for you to confirm it.'));
    if (state.announcements.confirmed !== before.announcements.confirmed) {
      const [id] = Object.keys(state.announcements.confirmed).map(Number).filter((one) => state.announcements.confirmed[one] !== before.announcements.confirmed[one]);
      if (id) import('./confirm-view.js').then(({ showNumber }) => showNumber(id, state.announcements.confirmed[id]), () => {});
    }
  });
}

/** How many people are in the rooms whose people are known. @param {PageState} state */
const members = ({ counts }) => Object.entries(counts ?? {}).map(([room, one]) => `${room}:${one.members}`).join();

/** @param {number} count */
function show(count) {
  const there = part(document, 'to-confirm');
  if (!there) return;
  there.hidden = !count;
  showCount(there, 'to-confirm-count', count, tn('{n} to confirm', '{n} to confirm', count));
}
