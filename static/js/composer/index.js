// @ts-check
/** What helps with writing: marks by keys and by a small toolbar, lists that go on, what is pasted, a preview. */
import { t } from '../core/i18n/translate.js';

const where = 'write';

/** @type {import('../core/dom/registry.js').Feature} */
export const feature = {
  keys: [
    { where: 'box', name: 'send', key: 'Enter', command: true },
    { where, name: 'bold', key: 'b', command: true, says: () => t('While writing: bold') },
    { where, name: 'italic', key: 'i', command: true, says: () => t('While writing: italic') },
    { where, name: 'strike', key: 'x', command: true, shift: true, says: () => t('While writing: struck through') },
    { where, name: 'code', key: 'e', command: true, says: () => t('While writing: code') },
    { where, name: 'link', key: 'k', command: true, says: () => t('While writing: a link of what is selected') },
    { where, name: 'numbers', key: '7', code: 'Digit7', command: true, shift: true, says: () => t('While writing: numbered list') },
    { where, name: 'list', key: '8', code: 'Digit8', command: true, shift: true, says: () => t('While writing: list') },
    { where, name: 'quote', key: '9', code: 'Digit9', command: true, shift: true, says: () => t('While writing: quote') },
  ],
  aids: [() => import('./writing.js')],
};
