declare global {
  interface PageState {
    /** `news` counts up when one may be asked to confirm something else, `due` when one is reminded; by message how many have confirmed it, as one's own were told live. */
    announcements: { news: number; due: number; confirmed: Record<number, number> };
  }

  interface Signals {
    /** Somebody begins an announcement in a conversation. */
    newAnnouncement: { text: string; key: string; room: number };
  }
}

export {};
