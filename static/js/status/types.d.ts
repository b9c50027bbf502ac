import type { OwnStatus, Status } from '../core/wire.js';

declare global {
  interface PageState {
    /** What people say of themselves, by their ids; null: nothing, as the server said. */
    statuses: Record<number, Status | null>;
  }

  interface PageData {
    /** What the person says of themselves. */
    status?: OwnStatus;
  }

  interface LocalEvents {
    /** What the server said of these people; of whom it said nothing there is nothing. */
    statuses: { asked: number[]; statuses: Status[] };
    /** Something that was said has ended. */
    statusesEnded: { now: number };
  }

  interface Signals {
    /** The person wants to say something of themselves. */
    editStatus: void;
  }
}
