// @ts-check
/** Takes a new version of the page when nobody would notice. */
import { isOld, own } from '../core/net/build.js';
import { onSignal } from '../core/store/signals.js';

/** Nothing is being written, asked, sent or read further up. @param {import('../core/net/outbox.js').Outbox} outbox */
function idle(outbox) {
  const typed = [...document.querySelectorAll('textarea')].some((area) => area.value);
  const open = document.querySelector('dialog[open], [popover]:popover-open');
  const up = document.querySelector('[data-part="jump"]:not([hidden])');
  return !typed && !open && !up && !outbox.waiting();
}

/** Whether nothing would be lost, and nobody disturbed. @param {() => boolean} idle */
function reloadWhen(idle) {
  // While servers are renewed one by one, the next answer may be an old one's: once for each version of a page.
  const again = () => {
    try {
      const done = sessionStorage.getItem('weconnect:reloaded') === own;
      sessionStorage.setItem('weconnect:reloaded', own ?? '');
      return done;
    } catch {
      return true;
    }
  };
  const look = () => {
    if (isOld() && document.hidden && idle() && !again()) location.reload();
  };
  document.addEventListener('visibilitychange', look);
  onSignal('newVersion', look);
}

/** @param {import('../core/dom/app.js').App} app */
export function start({ outbox }) {
  reloadWhen(() => idle(outbox));
}
