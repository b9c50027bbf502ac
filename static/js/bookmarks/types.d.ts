import type { SavedMessages } from '../core/wire.js';

declare global {
  interface PageState {
    /** The messages that one has saved and that are not done. */
    saved: number[];
    /** How many reminders are due. */
    savedDue: number;
  }

  interface LocalEvents {
    /** What one has saved, as the server told it. */
    savedMessages: SavedMessages;
  }
}
