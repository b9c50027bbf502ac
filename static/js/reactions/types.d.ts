declare global {
  interface Signals {
    /** Somebody chooses an emoji. `back`: who has the focus afterwards. */
    pickEmoji: { anchor: HTMLElement; done: (emoji: string) => void; back: HTMLElement | null | undefined };
  }
}

export {};
