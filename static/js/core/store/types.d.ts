import type { Events, User } from '../wire.js';

/** How one stands to a thread, and how much of it is held. */
export interface Thread {
  room: number;
  /** Whether the message that began it is in the list, before all others. */
  complete: boolean;
  following: boolean;
  lastSeq: number;
  readSeq: number;
  /** The mark of a thread never is. */
  setBack: number;
  unread: number;
}

declare global {
  /** What the page knows. Each feature's slice adds its own part of it, in the feature's `types.d.ts`. */
  interface PageState {
    me: User;
    team: string;
    connection: Connection;
  }

  interface Connection {
    state: 'connecting' | 'online' | 'reconnecting' | 'offline' | 'catching-up' | 'complete' | 'closed';
    /** Changes still to be fetched, while catching up. */
    toGo?: number;
    /** Why the server closed it. */
    code?: string;
  }

  /** What a page brings along: the JSON in `#state`. Features add theirs. */
  interface PageData {
    me: User;
    team?: string;
    /** The server's time. */
    now?: string;
    /** What seals the person's unsent messages, in base64. */
    storageKey?: string;
  }

  /** What happens in the page itself, by name, and what is told of it. Features add theirs. */
  interface LocalEvents {
    connection: Connection;
  }

  /** All that slices may hear of: what the server tells, and what happens here. */
  interface Happenings extends Events, LocalEvents {}

  /** What those in one pane tell each other. Features add theirs. */
  interface PaneEvents {
    /** The box to write in takes the focus. */
    focusInput: void;
  }

  /** What elements tell each other over the whole page, without knowing each other. Features add theirs. */
  interface Signals {
    /** Somebody else is logged in here now. */
    otherPerson: void;
    /** The person logs out. */
    leaving: void;
    /** The device is in another time zone. */
    zone: void;
    /** The server has a newer version of the page. */
    newVersion: void;
    /** Something is to be drawn anew: lists do it so that they stay in their place. */
    drawnAnew: void;
  }
}
