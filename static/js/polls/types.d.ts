import type { NewPoll } from '../core/wire.js';

declare global {
  interface Signals {
    /** Somebody begins a poll in a conversation; `question` is what they have written of it, `poll` the rest, if it was taken back. */
    newPoll: { question: string; key: string; room: number; pane: HTMLElement; extra: Record<string, unknown>; poll?: NewPoll };
  }
}
