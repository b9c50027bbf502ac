// @ts-check
/** The sections of one's list of rooms, and what stands in them. */

/** @type {import('../core/store/store.js').Slice} */
export const slice = {
  initial: ({ sections = [] }) => ({ sections }),
  on: {
    sectionsChanged: (state, { sections }) => ({ ...state, sections }),
    roomPlaced(state, { room, section, hiddenSeq }) {
      const known = state.rooms[room];
      if (!known) return state.elsewhere.rooms ? { ...state, stale: state.stale + 1 } : state;
      return { ...state, rooms: { ...state.rooms, [room]: { ...known, section, hiddenSeq } } };
    },
  },
};
