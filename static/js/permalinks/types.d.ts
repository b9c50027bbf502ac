declare global {
  interface Signals {
    /** To a message, in whichever room it stands. */
    openMessage: { id: number };
  }
}

export {};
