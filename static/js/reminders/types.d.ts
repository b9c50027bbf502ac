import type { Reminder } from '../core/wire.js';

declare global {
  interface PageState {
    /** What one is to be reminded of now; `news` counts up when the server says that it is something else, `told` when one is due. */
    reminders: { due: Reminder[]; news: number; told: number };
  }

  interface LocalEvents {
    /** What the server says is due. */
    dueReminders: { due: Reminder[] };
  }
}

export {};
