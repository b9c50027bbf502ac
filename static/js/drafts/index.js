// @ts-check
/** Drafts: what one writes and has not sent, on all of one's devices. What keeps them in step comes when somebody is there. */
import { DraftMark } from './draft-mark.js';
import { slice } from './slice.js';

/** @type {import('../core/dom/registry.js').Feature} */
export const feature = {
  slice,
  elements: { 'draft-mark': DraftMark },
  used: [() => import('./following.js')],
};
