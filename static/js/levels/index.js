// @ts-check
/** Notification levels: what of a room calls for one, and which rooms are muted. */
/** @type {import('../core/dom/registry.js').Feature} */
export const feature = {
  answers: { roomOptions: () => import('./level-choice.js') },
  commands: () => import('./commands.js'),
};
