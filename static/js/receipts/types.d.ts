import type { RoomReaders } from '../core/wire.js';

declare global {
  interface PageState {
    /** By room: what one sees of it there, and how far the others have read, by their ids. */
    readers: Record<number, { shown: RoomReaders['shown']; marks: Record<number, number> }>;
    /** Counts up when that has to be asked for anew. */
    readersStale: number;
  }

  interface LocalEvents {
    /** How far the others have read a room. */
    roomReaders: RoomReaders & { room: number };
  }
}
