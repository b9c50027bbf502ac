// @ts-check
/** Those who have read up to a message stand under it, while one looks at the room. */
import { fromTemplate, setText } from '../core/dom/element.js';
import { mainPane } from '../core/dom/pane.js';
import { setAvatar } from '../core/dom/people.js';
import { isolated } from '../core/i18n/direction.js';
import { listed, t } from '../core/i18n/translate.js';
import { roomLog } from '../core/store/log.js';
import { placesOf } from './places.js';

/** So many are drawn under a message; of more there is a number. */
const MOST = 5;

/** The room on the screen. */
const listOf = () => mainPane()?.querySelector('message-list');

/** In rooms of more people there is a number: as in weconnect/wire/receipts.py. */
const LISTED = 20;

/** @param {import('../core/dom/app.js').App} app */
export function start(app) {
  const { store, link } = app;

  function ask() {
    const { roomId: room, rooms, counts } = store.get();
    // In a large room nobody is named, and a crowd that comes in does not ask for nothing.
    if (!room || !rooms[room]?.role || (counts?.[room]?.members ?? 0) > LISTED) return;
    link.request('roomReaders', { room }).then((found) => store.dispatch({ type: 'roomReaders', data: { room, ...found } }), () => {});
  }

  let due = false;
  function drawSoon() {
    if (due) return;
    due = true;
    // The list has drawn what is new by then.
    requestAnimationFrame(() => requestAnimationFrame(() => {
      due = false;
      inPlace(() => draw(store.get()));
    }));
  }

  store.subscribe((state, before) => {
    const key = roomLog(state.roomId);
    const opened = state.roomId !== before.roomId || (state.connection.state === 'complete' && before.connection.state !== 'complete');
    if (opened || state.readersStale !== before.readersStale) ask();
    if (opened || state.readers !== before.readers || state.logs[key] !== before.logs[key] || state.members !== before.members) drawSoon();
  });
  // What is further back is on the page when somebody has scrolled there.
  listOf()?.addEventListener('scrollend', drawSoon);
  ask();
}

/** Whoever reads further back stays where they are, whatever comes below. @param {() => void} work */
function inPlace(work) {
  const list = listOf();
  const edge = list?.getBoundingClientRect().top ?? 0;
  const anchor = list && list.scrollTop < -1 ? [...list.querySelectorAll('message-item')].find((item) => item.getBoundingClientRect().bottom > edge) : undefined;
  const top = anchor?.getBoundingClientRect().top ?? 0;
  work();
  if (list && anchor?.isConnected) list.scrollTop += anchor.getBoundingClientRect().top - top;
}

/** @param {PageState} state */
function draw({ roomId, logs, readers, members = {}, me }) {
  const list = listOf();
  if (!list || !roomId) return;
  const { shown, marks = {} } = readers[roomId] ?? {};
  const places = shown === 'people' ? placesOf(logs[roomLog(roomId)]?.list ?? [], marks, me.id) : new Map();
  for (const node of list.querySelectorAll('.readers')) {
    const seq = Number(/** @type {HTMLElement|null} */ (node.closest('message-item'))?.dataset.seq);
    if (!places.has(seq)) node.remove();
  }
  const people = new Map((members[roomId] ?? []).map((one) => [one.id, one]));
  for (const [seq, ids] of places) {
    const item = list.querySelector(`message-item[data-seq="${seq}"]`);
    const known = ids.map((/** @type {number} */ id) => people.get(id)).filter(Boolean);
    if (item) show(item, known);
  }
}

/** @param {Element} item @param {import('../core/wire.js').Member[]} people */
function show(item, people) {
  const before = item.querySelector(':scope > .readers');
  if (!people.length) return before?.remove();
  const node = before ?? item.appendChild(fromTemplate('tpl-readers'));
  const told = people.map(({ id, displayName, avatar }) => `${id} ${displayName} ${avatar}`).join('\n');
  if (/** @type {HTMLElement} */ (node).dataset.people === told) return;
  /** @type {HTMLElement} */ (node).dataset.people = told;
  const words = t('Read by {names}', { names: listed(people.map(({ displayName }) => isolated(displayName))) });
  node.setAttribute('aria-label', words);
  node.setAttribute('title', words);
  node.replaceChildren(...people.slice(0, MOST).map((one) => {
    const avatar = fromTemplate('tpl-avatar');
    setAvatar(avatar, one);
    return avatar;
  }));
  if (people.length <= MOST) return;
  const more = Object.assign(document.createElement('span'), { className: 'readers-more' });
  setText(more, `+${people.length - MOST}`);
  node.append(more);
}
