import type { Scheduled } from '../core/wire.js';

declare global {
  interface PageState {
    /** What one has written that waits for its time; null: nobody has asked yet. */
    scheduled: Scheduled[] | null;
  }

  interface Signals {
    /** Shows what is sent later in the conversation of a pane. */
    showScheduled: { pane: HTMLElement };
  }

  interface LocalEvents {
    /** All of it, as the server told it. */
    scheduledList: { scheduled: Scheduled[] };
  }
}
