declare global {
  interface Signals {
    /** Brings one of the columns to the front, where there is room for one. */
    pane: { pane: 'rooms' | 'conversation' | 'people' };
  }
}

export {};
