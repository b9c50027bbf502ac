import type { Log, Pending } from '../core/store/log.js';
import type { ChangesPage, JoinedRoom, Message } from '../core/wire.js';

/** One's own message that the server does not have yet. */
type Which = Pick<Pending, 'room' | 'key' | 'clientId'>;

declare global {
  /** What stands in a box. */
  interface Written {
    room: number;
    content: string;
    replyTo: number | null;
    /** What is sent along. */
    extra: Record<string, unknown> | undefined;
    /** Whether it is for a feature, and not for the room. */
    command: boolean;
    /** The box lets go of it. */
    done: () => void;
  }

  interface PageState {
    /** What was said and is held here, by the key of its conversation (`room:7`). */
    logs: Record<string, Log>;
  }

  interface PageData {
    messages?: Message[];
  }

  interface PaneEvents {
    /** A message is answered, by its id. */
    reply: { message: number };
    /** A text that has lost its place goes into the box; `extra` is what was to be sent along. */
    offerText: { text: string; why: string; replyTo?: number | null; extra?: Record<string, unknown> };
    /** What was written has gone its way, now or for later. */
    gone: void;
    /** One's own last message is opened for editing. */
    editLast: void;
    /** An edit was left that is not saved. */
    editLeft: { message: number; text: string };
    /** Somebody does something else with what stands in the box than sending it; undefined: nothing that can be sent. `bare`: also if the box is empty. */
    handOut: { take: (written: Written | undefined) => void; bare?: boolean };
    /** Something was sent. */
    sent: void;
    /** To a message, by its id. */
    jumpTo: { id: number };
    /** To the first message that is unread. */
    toUnread: void;
    /** To where a message stood, so far below the upper edge. */
    toPlace: { id: number; top: number };
    /** To the first message since a time. */
    jumpToTime: { time: Date };
  }

  interface Signals {
    /** What is kept of a draft is another one now. */
    draftCame: { key: string };
  }

  interface LocalEvents {
    /** The answer to `joinRoom`; `fresh`: it was asked for without `after`. */
    joined: JoinedRoom & { fresh: boolean };
    /** A page of history. */
    page: { room: number; messages: Message[] };
    /** What the server did not hand out although it was asked for it. */
    withheld: { room: number; ranges: Log['withheld'] };
    /** A step of catching up. */
    changes: ChangesPage & { room: number };
    /** Whoever looks at a conversation is at its newest messages. */
    atNewest: { key: string };
    /** Whoever looks at a conversation reads far back, between these seqs. */
    farBack: { key: string; first: number; last: number };
    /** What is held is shown otherwise, as what is sealed once it is opened: the same message where nothing changes. */
    rewritten: (message: Message) => Message;
    queued: Pending;
    failed: Which & { code: string; said?: string; why?: string };
    retried: Which;
    discarded: Which;
  }
}
