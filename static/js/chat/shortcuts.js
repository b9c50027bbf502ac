// @ts-check
/** Keys that work everywhere on the room page. */
import { keyOf } from '../core/dom/keys.js';
import { mainPane, tellPane } from '../core/dom/pane.js';
import { signal } from '../core/store/signals.js';

const typing = (/** @type {EventTarget|null} */ node) => node instanceof Element && node.matches('input, textarea, select, [contenteditable]');

/** @param {import('../core/dom/element.js').AppElement} room */
export function bindShortcuts(room) {
  room.on(document, 'keydown', (event) => {
    if (event.defaultPrevented || document.querySelector('dialog[open]')) return;
    const { name: key, does } = keyOf(event, 'page') ?? {};
    if (does) does();
    else if (key === 'help' && !typing(event.target)) signal('dialog', { name: 'help' });
    else if (key === 'leavePane' && room.dataset.pane !== 'conversation') signal('pane', { pane: 'conversation' });
    else if (startsWriting(event)) return tellPane(event.target === document.body ? mainPane() : /** @type {Element} */ (event.target), 'focusInput');
    else return;
    event.preventDefault();
  });
}

/** A letter typed at nothing in particular is the beginning of a message. @param {KeyboardEvent} event */
function startsWriting(event) {
  const nowhere = event.target === document.body || /** @type {Element} */ (event.target).matches('message-list');
  return nowhere && event.key?.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey && !event.altKey;
}
