// @ts-check
/** Messages that are sent later. The menu at the box, and how many wait, come when somebody is there. */

/** @type {import('../core/dom/registry.js').Feature} */
export const feature = {
  slice: {
    initial: () => ({ scheduled: null }),
    on: {
      scheduledList: (state, { scheduled }) => ({ ...state, scheduled }),
      scheduledChanged: (state, { scheduled }) => ({ ...state, scheduled: [...(state.scheduled ?? []).filter(({ id }) => id !== scheduled.id), scheduled] }),
      scheduledGone: (state, { scheduled }) => ({ ...state, scheduled: (state.scheduled ?? []).filter(({ id }) => id !== scheduled) }),
    },
  },
  aids: [() => import('./menu.js')],
  commands: () => import('./commands.js'),
  answers: { showScheduled: () => import('./list.js') },
  used: [() => import('./following.js')],
};
