import type { EmojiChanged, UsedEmoji } from '../core/wire.js';

declare global {
  interface PageData {
    skinTone?: number;
    recentEmojis?: UsedEmoji[];
    emojiVersion?: number;
  }
  interface PageState {
    /** In which skin tone one writes: 0 is none, 1 to 5 are light to dark. */
    skinTone: number;
    /** Those used lately, as the server has them. */
    recentEmojis: UsedEmoji[];
    /** Of the team's emojis, when the page was made. */
    emojiVersion: number;
    /** The last change of them that was told. */
    emojiChange: EmojiChanged | null;
  }
  interface Happenings {
    skinTone: number;
  }
  interface Signals {
    /** The team has other emojis than before. */
    teamEmojis: void;
    /** Somebody chooses an emoji. `back`: who has the focus afterwards. */
    pickEmoji: { anchor: HTMLElement; done: (emoji: string) => void; back: HTMLElement | null | undefined };
  }
}
