declare global {
  interface Signals {
    /** Somebody begins a poll in a conversation; `question` is what they have written of it. */
    newPoll: { question: string; key: string; room: number; extra: Record<string, unknown> };
  }
}

export {};
