// @ts-check
/**
 * Deleting one's own message is held back for some seconds, in which it can be taken back: the message says so in its
 * place. Whoever leaves the page meanwhile has it deleted at once.
 */
import { change } from '../core/dom/change.js';
import { fromTemplate } from '../core/dom/element.js';
import { announce } from '../core/dom/page.js';
import { t } from '../core/i18n/translate.js';
import { api } from '../core/net/api.js';
import { onSignal } from '../core/store/signals.js';

const HELD_MS = 5000;

/** What is held back, by message: what ends the wait. @type {Map<number, {timer: ReturnType<typeof setTimeout>, show: (held: boolean) => void}>} */
const held = new Map();

/** @param {HTMLElement & import('../core/dom/registry.js').Item} item @param {import('../core/dom/app.js').App} app */
export function holdDelete(item, app) {
  const id = item.view?.message.id;
  if (!id || held.has(id)) return;
  const note = fromTemplate('tpl-held');
  /** @param {boolean} on */
  function show(on) {
    const focused = note.contains(document.activeElement);
    item.toggleAttribute('data-held', on);
    if (on) return item.append(note);
    note.remove();
    if (focused) item.focus({ preventScroll: true });
  }
  const timer = setTimeout(() => {
    end(id);
    change(app, 'deleteMessage', { message: id }, t('The message was not deleted. Please try again.'));
  }, HELD_MS);
  held.set(id, { timer, show });
  item.querySelector('.message-actions')?.remove();
  show(true);
  note.querySelector('button')?.focus({ preventScroll: true });
  announce(t('Deleted. You can still take it back.'));
}

/** @param {number} id */
function end(id) {
  const one = held.get(id);
  if (!one) return;
  held.delete(id);
  clearTimeout(one.timer);
  one.show(false);
}

/** @type {import('../core/dom/registry.js').Act} */
export const undoDelete = ({ view }) => view?.message.id && end(view.message.id);

/** Nobody is there any more to take it back. */
function leave() {
  for (const id of [...held.keys()]) {
    end(id);
    api('DELETE', `/messages/${id}`).catch(() => {});
  }
}
window.addEventListener('pagehide', leave);
onSignal('leaving', leave);
