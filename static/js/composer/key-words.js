// @ts-check
/** What the help sheet says of its keys. */
import { t } from '../core/i18n/translate.js';

/** @type {import('../core/dom/registry.js').KeyLine[]} */
export const lines = [
  [t('While writing: bold'), ['write.bold']],
  [t('While writing: italic'), ['write.italic']],
  [t('While writing: struck through'), ['write.strike']],
  [t('While writing: code'), ['write.code']],
  [t('While writing: a link of what is selected'), ['write.link']],
  [t('While writing: numbered list'), ['write.numbers']],
  [t('While writing: list'), ['write.list']],
  [t('While writing: quote'), ['write.quote']],
];
