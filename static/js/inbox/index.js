// @ts-check
/** The inbox: how much of it is unread, and a dialog that shows it. */

/** @type {import('../core/dom/registry.js').Feature} */
export const feature = {
  slice: {
    initial: () => ({ inboxNews: 0 }),
    on: { inboxChanged: (state) => ({ ...state, inboxNews: state.inboxNews + 1 }) },
  },
  soon: [() => import('./link.js')],
};
