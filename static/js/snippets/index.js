// @ts-check
/** Snippets: texts that people use again and again, their own and the team's. */

/** @type {import('../core/dom/registry.js').Feature} */
export const feature = {
  aids: [() => import('./button.js')],
  commands: () => import('./commands.js'),
  answers: { pickSnippet: () => import('./dialog.js') },
};
