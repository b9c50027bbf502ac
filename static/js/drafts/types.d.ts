import type { Draft } from '../core/wire.js';

declare global {
  interface PageState {
    /** What one is writing and has not sent, as the server keeps it, by the key of its conversation. */
    drafts: Record<string, Draft>;
  }

  interface LocalEvents {
    /** All of it. */
    draftList: { drafts: Draft[] };
  }
}
