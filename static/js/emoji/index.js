// @ts-check
/** Emoji: where one is chosen, `:name:` while one writes, and the pictures of the team. All of it comes when it is needed. */
import { EmojiName } from './emoji-name.js';

/** @type {import('../core/dom/registry.js').Feature} */
export const feature = {
  slice: {
    initial: ({ skinTone = 0 }) => ({ skinTone }),
    on: { skinTone: (state, skinTone) => ({ ...state, skinTone }) },
  },
  elements: { 'emoji-name': EmojiName },
  aids: [() => import('./completion.js')],
  answers: { pickEmoji: () => import('./picker.js') },
};
