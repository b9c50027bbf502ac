export {};

declare global {
  interface PageState {
    /** How often pins of a room on the page have changed while it was open. */
    pinsChanged: number;
  }
}
