// @ts-check
/** What the emoji picker says. The names of emojis, by which it searches, are those of its data. */
import { t, tc } from '../core/i18n/translate.js';

export const emojiWords = () => ({
  categoriesLabel: t('Categories'),
  emojiUnsupportedMessage: t('Your browser does not show emojis in colour.'),
  favoritesLabel: t('Favourites'),
  loadingMessage: t('Loading…'),
  networkErrorMessage: t('The emojis could not be loaded.'),
  regionLabel: t('Emoji'),
  searchDescription: t('When there are results, press up or down to select and Enter to choose.'),
  searchLabel: tc('find an emoji', 'Search'),
  searchResultsLabel: t('Search results'),
  skinToneDescription: t('When it is open, press up or down to select and Enter to choose.'),
  skinToneLabel: t('Choose a skin tone (now {skinTone})'),
  skinTonesLabel: t('Skin tones'),
  skinTones: [
    tc('skin tone', 'Default'),
    tc('skin tone', 'Light'),
    tc('skin tone', 'Medium-light'),
    tc('skin tone', 'Medium'),
    tc('skin tone', 'Medium-dark'),
    tc('skin tone', 'Dark'),
  ],
  categories: {
    custom: tc('emojis', 'Custom'),
    'smileys-emotion': tc('emojis', 'Smileys and emotions'),
    'people-body': tc('emojis', 'People and body'),
    'animals-nature': tc('emojis', 'Animals and nature'),
    'food-drink': tc('emojis', 'Food and drink'),
    'travel-places': tc('emojis', 'Travel and places'),
    activities: tc('emojis', 'Activities'),
    objects: tc('emojis', 'Objects'),
    symbols: tc('emojis', 'Symbols'),
    flags: tc('emojis', 'Flags'),
  },
});
