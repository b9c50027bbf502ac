// @ts-check
/** <scheduled-here>: above a box, that messages of one's own wait for its conversation; it opens their list. */
import { AppElement, setAttribute, setText } from '../core/dom/element.js';
import { serverTime } from '../core/i18n/time.js';
import { tn } from '../core/i18n/translate.js';
import { signal } from '../core/store/signals.js';
import { inShort } from './moments.js';
import { waitingIn } from './waiting.js';

export class ScheduledHere extends AppElement {
  start() {
    this.on(this.find('open'), 'click', () => signal('showScheduled', { pane: this.pane }));
  }

  /** @param {PageState} state @param {PageState} before */
  concerns(state, before) {
    return state.scheduled !== before.scheduled || state.roomId !== before.roomId;
  }

  render(/** @type {PageState} */ state) {
    const found = waitingIn(state, this.pane);
    const failed = found.filter(({ problem }) => problem).length;
    this.hidden = !found.length;
    setAttribute(this, 'data-failed', failed > 0);
    if (!found.length) return;
    const n = failed || found.length;
    const when = inShort(new Date(found[0].at), new Date(serverTime.now()));
    const waits = tn('{n} message sent later: {when}', '{n} messages sent later, from {when}', n, { when });
    setText(this.find('text'), failed ? tn('{n} message could not be sent', '{n} messages could not be sent', n) : waits);
  }
}
