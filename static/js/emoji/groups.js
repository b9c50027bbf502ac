// @ts-check
/** What the groups of emojis are called. */
import { tc } from '../core/i18n/translate.js';
import { TEAM } from './catalogue.js';

const NAMES = [
  tc('emojis', 'Smileys and emotions'),
  tc('emojis', 'People and body'),
  tc('emojis', 'Animals and nature'),
  tc('emojis', 'Food and drink'),
  tc('emojis', 'Travel and places'),
  tc('emojis', 'Activities'),
  tc('emojis', 'Objects'),
  tc('emojis', 'Symbols'),
  tc('emojis', 'Flags'),
];

/** @param {number} group */
export const groupName = (group) => (group === TEAM ? tc('emojis', 'The team’s') : NAMES[group]);
