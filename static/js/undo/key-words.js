// @ts-check
/** What the help sheet says of its keys. */
import { t } from '../core/i18n/translate.js';

/** @type {import('../core/dom/registry.js').KeyLine[]} */
export const lines = [
  [t('In an empty box: take back what you have just sent, if your profile says so'), ['box.undoSend']],
];
