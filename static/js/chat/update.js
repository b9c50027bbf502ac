// @ts-check
/** Says that a new version of the page is there, and takes it when nobody would notice. */
import { reloadWhen } from '../core/build.js';
import { part, setText } from '../core/element.js';
import { onSignal } from '../core/signals.js';
import { words } from '../core/words.js';

/** Nothing is being written, asked, sent or read further up. @param {import('../core/outbox.js').Outbox} outbox */
function idle(outbox) {
  const typed = [...document.querySelectorAll('textarea')].some((area) => area.value);
  const open = document.querySelector('dialog[open], [popover]:popover-open');
  return !typed && !open && !outbox.waiting() && Boolean(document.getElementById('jump')?.hidden);
}

/** @param {import('../core/outbox.js').Outbox} outbox */
export function startUpdate(outbox) {
  const pill = document.getElementById('update');
  if (!pill) return;
  onSignal('newVersion', () => {
    pill.hidden = false;
    setText(part(pill, 'text'), words.update.there);
  });
  pill.querySelector('[data-action="reload"]')?.addEventListener('click', () => location.reload());
  reloadWhen(() => idle(outbox));
}
