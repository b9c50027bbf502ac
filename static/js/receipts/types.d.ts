import type { RoomReaders } from '../core/wire.js';

declare global {
  interface PageState {
    /** By the key of a log: what one sees of it there, and how far the others have read, by their ids. */
    readers: Record<string, { shown: RoomReaders['shown']; marks: Record<number, number> }>;
    /** Counts up when that has to be asked for anew. */
    readersStale: number;
  }

  interface LocalEvents {
    /** How far the others have read a conversation, by the key of its log. */
    readers: RoomReaders & { key: string };
  }
}
