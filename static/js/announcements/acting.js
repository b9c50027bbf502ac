// @ts-check
/** Confirming an announcement. */
import { confirm } from './confirming.js';

/** @type {Record<string, import('../core/dom/registry.js').Act>} */
export const acts = {
  confirm: (item, _, app) => void (item.view?.message.id && confirm(app, item.view.message.id)),
};
