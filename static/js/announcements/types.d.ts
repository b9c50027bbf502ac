import type { NewAnnouncement } from '../core/wire.js';

declare global {
  interface PageState {
    /** `news` counts up when one may be asked to confirm something else, `due` when one is reminded; `open` are the messages that one is asked to confirm; by message how many have confirmed it, as one's own were told live. */
    announcements: { news: number; due: number; open: number[]; confirmed: Record<number, number> };
  }

  interface LocalEvents {
    /** What the server says is to be confirmed. */
    toConfirm: { open: number[] };
  }

  interface Signals {
    /** Somebody confirms a message, by its id; `done`: once it is confirmed. */
    confirmMessage: { message: number; done: () => void };
    /** Somebody begins an announcement in a conversation; `announcement` is what it asks, if it was taken back. */
    newAnnouncement: { text: string; key: string; room: number; pane: HTMLElement; announcement?: NewAnnouncement };
  }
}
