// @ts-check
/** What one is to be reminded of now, with what one can do about it: above the box, and in the inbox. */
import { fromTemplate, part, setAttribute, setText } from '../core/dom/element.js';
import { seenNodes } from '../core/dom/html.js';
import { toast } from '../core/dom/page.js';
import { mainPane, tellPane } from '../core/dom/pane.js';
import { styled } from '../core/dom/styled.js';
import { isolated } from '../core/i18n/direction.js';
import { localTime, zoneHere } from '../core/i18n/local-time.js';
import { clock, serverTime } from '../core/i18n/time.js';
import { t, tn } from '../core/i18n/translate.js';
import { explain } from '../core/i18n/words.js';
import { api } from '../core/net/api.js';
import { uuid } from '../core/net/uuid.js';

/** @typedef {import('../core/wire.js').Reminder} Reminder @typedef {import('../core/dom/app.js').App} App */

const LATER_MS = 20 * 60_000;
/** @type {WeakSet<Element>} */
const bound = new WeakSet();

/** @param {App} app @param {Reminder[]} due */
export async function showDue(app, due) {
  await styled('reminders');
  for (const box of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-part="due-reminders"]'))) {
    if (!bound.has(box)) box.addEventListener('click', (event) => acted(app, event));
    bound.add(box);
    const focused = box.contains(document.activeElement);
    const list = document.createElement('ul');
    const newest = due.toSorted((one, other) => (other.dueAt ?? '').localeCompare(one.dueAt ?? ''));
    list.append(...newest.map((one) => row(one, app.store.get().rooms)));
    // Several take one line: below the messages they leave no room for writing, and in the inbox none for what is there.
    if (due.length > 1) fold(box, list);
    else box.replaceChildren(list);
    box.hidden = !due.length;
    if (!focused || box.contains(document.activeElement)) continue;
    if (due.length) box.querySelector('button')?.focus();
    else tellPane(mainPane(), 'focusInput');
  }
}

/** Shows how many there are and the newest, and all of them when it is opened: it stays so. @param {HTMLElement} box @param {HTMLElement} list */
function fold(box, list) {
  if (!box.querySelector('details')) {
    const details = document.createElement('details');
    details.append(document.createElement('summary'), list);
    box.replaceChildren(details);
  }
  const [summary, before] = /** @type {Iterable<HTMLElement>} */ (box.querySelector('details')?.children ?? []);
  before.replaceWith(list);
  const count = Object.assign(document.createElement('strong'), { textContent: tn('{n} reminder is due', '{n} reminders are due', list.children.length) });
  const [said, icon] = [part(list, 'text'), list.querySelector('.icon')].map((one) => /** @type {HTMLElement} */ (one?.cloneNode(true)));
  said.replaceChildren(said.textContent ?? '');
  said.className = 'quiet';
  summary.replaceChildren(icon, count, ' ', said);
}

/** @param {App} app @param {Event} event */
function acted(app, event) {
  const button = /** @type {HTMLElement|null} */ (/** @type {Element} */ (event.target).closest('[data-action]'));
  const id = Number(/** @type {HTMLElement|null} */ (button?.closest('[data-id]'))?.dataset.id);
  const one = app.store.get().reminders.due.find((reminder) => reminder.id === id);
  if (!button || !one || underWay.has(id)) return;
  underWay.add(id);
  setAttribute(button, 'aria-busy', 'true');
  act(app, one, button.dataset.action ?? '').finally(() => {
    underWay.delete(id);
    setAttribute(button, 'aria-busy', null);
  });
}

/** Reminders with which something is being done. @type {Set<number>} */
const underWay = new Set();
/** The ids of those that are to come in their place: trying it again makes no second one. @type {Map<number, string>} */
const again = new Map();

/** @param {App} app @param {Reminder} one @param {string} action */
async function act({ link, store }, one, action) {
  try {
    if (action === 'later') {
      // Once more; what is repeated keeps its own times.
      const local = localTime(new Date(serverTime.now() + LATER_MS));
      const clientId = again.get(one.id) ?? uuid();
      again.set(one.id, clientId);
      await api('POST', '/reminders', { clientId, text: one.text, room: one.room, local, zone: zoneHere() });
    }
    await link.request('reminderDone', { reminder: one.id });
    again.delete(one.id);
    store.dispatch({ type: 'dueReminders', data: { due: store.get().reminders.due.filter(({ id }) => id !== one.id) } });
  } catch (error) {
    toast(await explain(error), 'error');
  }
}

/** @param {Reminder} reminder @param {PageState['rooms']} rooms */
function row({ id, text, room, dueAt }, rooms) {
  const node = fromTemplate('tpl-reminder');
  node.dataset.id = String(id);
  const name = rooms[room ?? 0]?.name;
  const line = part(node, 'text');
  if (name) line.append(Object.assign(document.createElement('a'), { href: `/rooms/${room}` }));
  (line.firstElementChild ?? line).append(seenNodes(text || (name ? t('Look at {room}', { room: isolated(name) }) : t('Look at a room'))));
  setText(part(node, 'when'), dueAt ? clock.datetime(new Date(dueAt)) : '');
  return node;
}
