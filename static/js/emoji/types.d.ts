export {};

declare global {
  interface PageData {
    skinTone?: number;
  }
  interface PageState {
    /** In which skin tone one writes: 0 is none, 1 to 5 are light to dark. */
    skinTone: number;
  }
  interface Happenings {
    skinTone: number;
  }
  interface Signals {
    /** Somebody chooses an emoji. `back`: who has the focus afterwards. */
    pickEmoji: { anchor: HTMLElement; done: (emoji: string) => void; back: HTMLElement | null | undefined };
  }
}
