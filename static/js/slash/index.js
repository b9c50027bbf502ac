// @ts-check
/** Commands that people write in the box, as `/topic`. */

/** @type {import('../core/dom/registry.js').Feature} */
export const feature = {
  aids: [() => import('./completion.js')],
  commands: () => import('./basics.js'),
  // A name, and nothing or white space behind it: `/etc/passwd` is none. Two slashes say that it is no command.
  takes: { text: /^\/(?:\/|[\p{L}\p{N}][\p{L}\p{M}\p{N}-]*(?:\s|$))/u, by: () => import('./taking.js') },
};
