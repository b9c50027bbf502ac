// @ts-check
/** Forwarding: what was said in one room is said in another, as a quote. */

/** @type {import('../core/dom/registry.js').Feature} */
export const feature = {
  actions: { forward: ({ there, readable }) => there && readable },
  acting: async () => ({ acts: { forward: async (item, _, app) => (await import('./dialog.js')).openForward(item, app) } }),
};
