// @ts-check
/**
 * What is shown of the messages to which one links: asked for by this page for its person, who sees what they may see.
 * Those of rooms on the page follow their changes at once, others within a minute.
 *
 * @typedef {import('../core/wire.js').Message} Message
 */
import { app } from '../core/dom/app.js';
import { card } from '../core/dom/card.js';
import { part } from '../core/dom/element.js';
import { api } from '../core/net/api.js';
import { byId, roomLog } from '../core/store/log.js';
import { linked } from './links.js';

/** What was found lately; null: nothing that one may see. @type {Map<number, Message|null>} */
const found = new Map();
const MOST_FOUND = 500;
const AT_ONCE = 20;
const ANEW_MS = 60_000;

const { store } = app();
/** @type {Set<number>} */
const wanted = new Set();
let asking = false;

/** The boxes on the page that show, or are to show, quotes. */
const boxes = () => /** @type {HTMLElement[]} */ ([...document.querySelectorAll('[data-part="quotes"][data-messages]')]);
const idsOf = (/** @type {HTMLElement} */ box) => (box.dataset.messages ?? '').split(' ').filter(Boolean).map(Number);

/** @param {HTMLElement} box @param {import('../core/store/message.js').Shown} message */
export function showQuotes(box, { id, content, deleted }) {
  const ids = deleted ? [] : linked(content).filter((one) => one !== id);
  if (!ids.length) {
    delete box.dataset.messages;
    drawn.delete(box);
    return box.replaceChildren();
  }
  box.dataset.messages = ids.join(' ');
  draw(box);
  ask(ids.filter((one) => !found.has(one)));
}

/** What stands in each box, in its words: what is drawn again without a change is read out again, and loses the focus. @type {WeakMap<HTMLElement, string>} */
const drawn = new WeakMap();

/** @param {HTMLElement} box */
function draw(box) {
  const ids = idsOf(box);
  // What the server's page shows stands until something is known.
  if (ids.some((id) => !found.has(id))) return;
  const there = ids.map((id) => found.get(id)).filter((one) => one !== null && one !== undefined);
  const { rooms } = store.get();
  const says = JSON.stringify(there.map((one) => [one.id, one.version, one.content, one.called, one.deleted, one.sender.displayName, rooms[one.room]?.name]));
  if (drawn.get(box) === says) return;
  drawn.set(box, says);
  box.replaceChildren(
    ...there.map((one) => {
      const node = card(one, rooms[one.room]?.name);
      part(node, 'card-link').tabIndex = -1;
      return node;
    }),
  );
}

/** @param {number[]} ids */
async function ask(ids) {
  for (const id of ids) wanted.add(id);
  if (asking || !wanted.size) return;
  asking = true;
  // What one look at the page asks for is asked for together.
  await Promise.resolve();
  try {
    while (wanted.size) await fetchSome([...wanted].slice(0, AT_ONCE));
  } catch {
    wanted.clear();
  } finally {
    asking = false;
  }
}

/** @param {number[]} ids */
async function fetchSome(ids) {
  const { messages } = await api('GET', `/messages?ids=${ids.join()}`);
  const opened = await app().features.opened(messages);
  for (const id of ids) {
    wanted.delete(id);
    found.delete(id);
    found.set(id, opened.find((one) => one.id === id) ?? null);
  }
  for (const id of [...found.keys()].slice(0, -MOST_FOUND)) found.delete(id);
  for (const box of boxes()) if (idsOf(box).some((id) => ids.includes(id))) draw(box);
}

/** All that is on the page is looked up again: it may have changed where this page does not hear of it. */
const anew = () => document.visibilityState === 'visible' && ask([...new Set(boxes().flatMap(idsOf))]);

store.subscribe((state, before) => {
  const back = state.connection.state === 'complete' && before.connection.state !== 'complete';
  if (back) anew();
  else if (state.rooms !== before.rooms) anewIfOthers();
  if (state.logs === before.logs) return;
  const changed = [...found.values()].flatMap((one) => {
    const now = one && state.logs[roomLog(one.room)] !== before.logs[roomLog(one.room)] && byId(state.logs[roomLog(one.room)]?.list ?? [], one.id);
    return now && (now.version > one.version || (now.version === one.version && now.content !== one.content && now.content)) ? [now] : [];
  });
  for (const one of changed) found.set(one.id, one);
  if (changed.length) for (const box of boxes()) if (idsOf(box).some((id) => changed.some((one) => one.id === id))) draw(box);
});

/** The rooms that one is in. */
let rooms = Object.keys(store.get().rooms).join();
/** Who comes into a room, or leaves one, sees other messages than before. */
function anewIfOthers() {
  const now = Object.keys(store.get().rooms).join();
  if (now === rooms) return;
  rooms = now;
  anew();
}
setInterval(anew, ANEW_MS);
window.addEventListener('focus', anew);
