// @ts-check
/** Notification levels: what of a room calls for one, and which rooms are muted. */
import { slice } from './slice.js';

/** @type {import('../core/dom/registry.js').Feature} */
export const feature = {
  slice,
  soon: [() => import('./level-choice.js')],
};
