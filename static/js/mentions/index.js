// @ts-check
/** Mentions: who is called, and the list of names while one writes one. */
import { setAttribute } from '../core/dom/element.js';

export { slice } from './slice.js';
export const aids = [() => import('./mention-list.js')];

/** @type {import('../core/dom/registry.js').Part[]} */
export const parts = [{ show: (item, { mentions }, { store }) => setAttribute(item, 'data-mention', mentions.includes(store.get().me.id)) }];
