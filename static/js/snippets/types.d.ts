declare global {
  interface Signals {
    /** Somebody chooses a snippet; `done` is given its text. */
    pickSnippet: { query: string; done: (text: string) => void };
  }
}

export {};
