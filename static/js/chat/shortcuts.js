// @ts-check
/** Keys that work everywhere on the room page. */
import { signal } from '../core/signals.js';

const typing = (/** @type {any} */ node) => node?.matches?.('input, textarea, select, [contenteditable]');

/** @param {import('../core/element.js').AppElement} room */
export function bindShortcuts(room) {
  room.on(document, 'keydown', (event) => {
    if (event.defaultPrevented || document.querySelector('dialog[open]')) return;
    const command = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (command && event.key.toLowerCase() === 'k') signal('dialog', { name: 'browse' });
    else if (event.altKey && !event.ctrlKey && event.key === 'ArrowUp') signal('stepRoom', { by: -1 });
    else if (event.altKey && !event.ctrlKey && event.key === 'ArrowDown') signal('stepRoom', { by: 1 });
    else if (event.key === '?' && !typing(event.target)) signal('dialog', { name: 'help' });
    else if (event.key === 'Escape' && room.dataset.pane !== 'conversation') signal('pane', { pane: 'conversation' });
    else if (startsWriting(event)) return signal('focusInput');
    else return;
    event.preventDefault();
  });
}

/** A letter typed at nothing in particular is the beginning of a message. @param {KeyboardEvent} event */
function startsWriting(event) {
  const nowhere = event.target === document.body || /** @type {Element} */ (event.target).id === 'messages';
  return nowhere && event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey && !event.altKey;
}
