// @ts-check
/** Sections: how one orders the list of rooms, and which conversations are out of it. */
import { slice } from './slice.js';

/** @type {import('../core/dom/registry.js').Feature} */
export const feature = {
  slice,
  answers: { foldSection: () => import('./folding.js'), roomDragged: () => import('./dragging.js'), roomOptions: () => import('./room-place.js') },
};
