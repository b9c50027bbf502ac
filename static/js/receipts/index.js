// @ts-check
/** Read receipts: how far others have read, in rooms that want it. */

/** @type {import('../core/dom/registry.js').Feature} */
export const feature = {
  slice: {
    initial: () => ({ readers: {}, readersStale: 0 }),
    on: {
      roomReaders: (state, { room, shown, marks }) => ({ ...state, readers: { ...state.readers, [room]: { shown, marks: Object.fromEntries(marks.map(({ user, readSeq }) => [user, readSeq])) } } }),
      readersMoved(state, { room, marks }) {
        const known = state.readers[room];
        if (!marks) return { ...state, readersStale: state.readersStale + 1 };
        if (!known) return state;
        const moved = Object.fromEntries(marks.filter(({ user }) => user !== state.me.id).map(({ user, readSeq }) => [user, readSeq]));
        return { ...state, readers: { ...state.readers, [room]: { ...known, marks: { ...known.marks, ...moved } } } };
      },
    },
  },
  actions: { readers: ({ there }) => there },
  acting: async () => ({ acts: { readers: async (item) => (await import('./dialog.js')).openReaders(item) } }),
  used: [() => import('./following.js')],
};
