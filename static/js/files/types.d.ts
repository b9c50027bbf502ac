export {};

declare global {
  interface PaneEvents {
    /** Files that were to go with a message which is not sent after all stand above the box again. */
    filesBack: void;
  }
}
