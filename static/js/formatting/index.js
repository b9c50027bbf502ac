// @ts-check
/** Formatting: Markdown, as far as a message has some. */

/** @type {import('../core/dom/registry.js').Feature} */
export const feature = {
  formatter: () => import('./formatter.js'),
};
