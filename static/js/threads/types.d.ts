import type { Log } from '../core/store/log.js';
import type { Arrived } from '../core/store/store.js';

declare global {
  interface LocalEvents {
    /** The log of a thread changes. */
    thread: { key: string; change: (log: Log, arrived: Arrived) => Log };
  }

  interface Signals {
    /** Opens a thread beside its room, at one of its messages; `back` has the focus when it is closed. */
    openThread: { room: number; thread: number; message?: number; back?: HTMLElement | null };
  }
}
