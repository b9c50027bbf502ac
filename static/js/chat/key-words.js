// @ts-check
/** What the help sheet says of the keys of the page. */
import { t } from '../core/i18n/translate.js';

/** @type {import('../core/dom/registry.js').KeyLine[]} */
export const lines = [
  [t('Back to the conversation'), ['page.leavePane']],
  [t('This list'), ['page.help']],
];
