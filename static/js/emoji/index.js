// @ts-check
/** Emoji: where one is chosen, `:name:` while one writes, and the pictures of the team. All of it comes when it is needed. */
import { EmojiName } from './emoji-name.js';

/** @type {import('../core/dom/registry.js').Feature} */
export const feature = {
  slice: {
    initial: ({ skinTone = 0, recentEmojis = [], emojiVersion = 0 }) => ({ skinTone, recentEmojis, emojiVersion, emojiChange: null }),
    on: {
      skinTone: (state, skinTone) => ({ ...state, skinTone }),
      ownEmojisChanged: (state, { skinTone, recent }) => ({ ...state, skinTone, recentEmojis: recent }),
      emojiChanged: (state, change) => ({ ...state, emojiChange: change, recentEmojis: state.recentEmojis.filter(({ emoji }) => emoji !== `:${change.gone}:`) }),
    },
  },
  elements: { 'emoji-name': EmojiName },
  aids: [() => import('./completion.js')],
  soon: [() => import('./following.js')],
  answers: { pickEmoji: () => import('./picker.js') },
};
