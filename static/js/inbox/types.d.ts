export {};

declare global {
  interface PageState {
    /** Counts up when the server says that one's inbox is another than before. */
    inboxNews: number;
  }
}
