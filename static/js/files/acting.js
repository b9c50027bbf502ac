// @ts-check
/** What is done with a picture in a message. */
import { missing } from '../core/dom/lazy.js';

/** @type {Record<string, import('../core/dom/registry.js').Act>} */
export const acts = {
  'show-picture': (item, link) => void import('./lightbox.js').then(({ open }) => open(item, link), missing),
};
