// @ts-check
/** What the help sheet says of its keys. */
import { t } from '../core/i18n/translate.js';

/** @type {import('../core/dom/registry.js').KeyLine[]} */
export const lines = [
  [t('On a message: react'), ['message.react']],
  [t('On a message: who reacted'), ['message.who-reacted']],
];
