import type { File } from '../core/wire.js';

declare global {
  interface PaneEvents {
    /** Files that were to go with a message which is not sent after all wait for the next one of their conversation. */
    filesBack: { key: string; room: number; files: File[] };
  }
}
