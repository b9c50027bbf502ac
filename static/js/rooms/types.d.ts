import type { Room, RoomSummary } from '../core/wire.js';
import type { Unread } from './lists.js';

/** A room with how far its mark accounts for what one wrote oneself, and what was told of `aside` for its messages. */
type Known = RoomSummary & { accounted?: number; asideAt?: number };

declare global {
  interface PageState {
    /** The room on the screen. */
    roomId: number | null;
    /** Rooms that are shown beside it, by each pane that does. */
    beside: number[];
    /** Those that are here: of many, the ones that matter most. */
    rooms: Record<number, Known>;
    /** What is in one's other rooms, as the server counted it. */
    elsewhere: Unread;
    /** Counts up with news of rooms that are not here: the list has to be fetched anew. */
    stale: number;
  }

  interface PageData {
    room?: Room | null;
    rooms?: RoomSummary[];
    totals?: Unread | null;
    readSeq?: number;
    setBack?: number;
    visibleFromSeq?: number;
  }

  interface LocalEvents {
    /** Another room is on the screen. */
    opened: { room: number };
    /** A pane shows a room beside the one on the screen. */
    shown: { room: number };
    /** It does no more. */
    hidden: { room: number };
    /** The list, fetched anew: all of it, or if there is a `next`, its first page. */
    rooms: { rooms: RoomSummary[]; totals?: Unread | null; next?: string | null };
    /** One's own room that was not here is needed after all, as the server has just told it. */
    roomFound: RoomSummary;
  }

  interface Signals {
    /** Opens a room in the page, at a message if one is named. */
    openRoom: { room: number; message?: number };
    /** The room above or below in the list. */
    stepRoom: { by: number; unread?: boolean };
    /** A section of the list is folded, or not. */
    foldSection: { section: number; folded: boolean };
    /** A room of the list is being dragged. */
    roomDragged: { room: number };
    /** Opens what one may choose of a room for oneself. */
    roomOptions: { room: number };
    /** Everything is read, in all rooms. */
    readAll: void;
    /** Opens one of the page's dialogs. */
    dialog: { name: string };
  }
}
