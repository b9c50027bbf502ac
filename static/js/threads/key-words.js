// @ts-check
/** What the help sheet says of its keys. */
import { t } from '../core/i18n/translate.js';

/** @type {import('../core/dom/registry.js').KeyLine[]} */
export const lines = [
  [t('On a message: reply in its thread'), ['message.thread']],
];
