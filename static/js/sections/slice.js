// @ts-check
/** The sections of one's list of rooms. */

/** @type {import('../core/store/store.js').Slice} */
export const slice = {
  initial: ({ sections = [] }) => ({ sections }),
  on: {
    sectionsChanged: (state, { sections }) => ({ ...state, sections }),
  },
};
