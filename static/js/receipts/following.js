// @ts-check
/** Those who have read up to a message stand under it, in the room and in a thread beside it, while one looks at them. */
import { fromTemplate, setText } from '../core/dom/element.js';
import { conversationOf } from '../core/dom/pane.js';
import { setAvatar } from '../core/dom/people.js';
import { isolated } from '../core/i18n/direction.js';
import { listed, t } from '../core/i18n/translate.js';
import { placesOf } from './places.js';

/** So many are drawn under a message; of more there is a number. */
const MOST = 5;

/** In rooms of more people there is a number: as in weconnect/wire/receipts.py. */
const LISTED = 20;

/**
 * A conversation on the page.
 * @typedef {object} Place
 * @property {HTMLElement} pane
 * @property {HTMLElement} list in which its messages stand
 * @property {string} key of its log
 * @property {number} room
 * @property {number} thread the message that began it; 0: it is the room itself
 */

/** @param {PageState} state @returns {Place[]} */
function placesIn(state) {
  return /** @type {HTMLElement[]} */ ([...document.querySelectorAll('[data-conversation]')]).flatMap((pane) => {
    const { key, room } = conversationOf(pane, state);
    const list = /** @type {HTMLElement|null} */ (pane.querySelector('message-list'));
    return list && room ? [{ pane, list, key, room, thread: Number(pane.dataset.thread) || 0 }] : [];
  });
}

/** @param {import('../core/dom/app.js').App} app */
export function start(app) {
  const { store, link } = app;
  /** For which conversation each pane has asked. @type {WeakMap<HTMLElement, string>} */
  let asked = new WeakMap();

  /** @param {Place} place */
  function ask({ pane, key, room, thread }) {
    const { rooms, counts } = store.get();
    if (asked.get(pane) === key || !rooms[room]?.role) return;
    asked.set(pane, key);
    // In a large room nobody is named, and a crowd that comes in does not ask for nothing.
    if (!thread && (counts?.[room]?.members ?? 0) > LISTED) return;
    const answer = thread ? link.request('threadReaders', { room, thread }) : link.request('roomReaders', { room });
    answer.then((found) => store.dispatch({ type: 'readers', data: { key, ...found } }), () => {});
  }

  let due = false;
  function drawSoon() {
    if (due) return;
    due = true;
    // The list has drawn what is new by then.
    requestAnimationFrame(() => requestAnimationFrame(() => {
      due = false;
      const state = store.get();
      for (const place of placesIn(state)) inPlace(place.list, () => draw(place, state));
    }));
  }

  store.subscribe((state, before) => {
    if (state.readersStale !== before.readersStale || (state.connection.state === 'complete' && before.connection.state !== 'complete')) asked = new WeakMap();
    else if (state.roomId === before.roomId && state.readers === before.readers && state.logs === before.logs && state.members === before.members) return;
    for (const place of placesIn(state)) ask(place);
    drawSoon();
  });
  // What is further back is on the page when somebody has scrolled there.
  document.addEventListener('scrollend', ({ target }) => target instanceof Element && target.localName === 'message-list' && drawSoon(), { capture: true });
  for (const place of placesIn(store.get())) ask(place);
}

/** Whoever reads further back stays where they are, whatever comes below. @param {HTMLElement} list @param {() => void} work */
function inPlace(list, work) {
  const edge = list.getBoundingClientRect().top;
  const anchor = list.scrollTop < -1 ? [...list.querySelectorAll('message-item')].find((item) => item.getBoundingClientRect().bottom > edge) : undefined;
  const top = anchor?.getBoundingClientRect().top ?? 0;
  work();
  if (anchor?.isConnected) list.scrollTop += anchor.getBoundingClientRect().top - top;
}

/** @param {Place} place @param {PageState} state */
function draw({ list, key, room, thread }, { logs, readers, members = {}, me }) {
  const { shown, marks = {} } = readers[key] ?? {};
  const said = logs[key]?.list ?? [];
  if (shown === 'number' && thread) return void import('./number.js').then(({ showNumber }) => showNumber(list, said, readers[key], inPlace), () => {});
  const places = shown === 'people' ? placesOf(said, marks, me.id, Boolean(thread)) : new Map();
  for (const node of list.querySelectorAll('.readers')) {
    const seq = Number(/** @type {HTMLElement|null} */ (node.closest('message-item'))?.dataset.seq);
    if (!places.has(seq)) node.remove();
  }
  const people = new Map((members[room] ?? []).map((one) => [one.id, one]));
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
