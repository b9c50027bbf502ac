// @ts-check
/** Encrypted rooms: what is needed of them in any room. The rest comes when an encrypted one is shown. */

/** @type {import('../core/dom/registry.js').Feature} */
export const feature = {
  // Nothing yet.
};
