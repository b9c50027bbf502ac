// @ts-check
/** Mentions: who is called, and the list of names while one writes one. */
import { setAttribute } from '../core/dom/element.js';
import { slice } from './slice.js';

/** @type {import('../core/dom/registry.js').Feature} */
export const feature = {
  slice,
  parts: [{ show: (item, { mentions }, { store }) => setAttribute(item, 'data-mention', mentions.includes(store.get().me.id)) }],
  aids: [() => import('./mention-list.js')],
};
