// @ts-check
/** Status: what people say of themselves, do not disturb, their local time and working hours. */
import { OwnStatus } from './own-status.js';
import { slice } from './slice.js';

/** What shows what people say of themselves. */
async function showing() {
  const shown = await Promise.all([import('./user-status.js'), import('./quiet-note.js')]);
  return { start: () => shown.forEach(({ start }) => start()) };
}

/** @type {import('../core/dom/registry.js').Feature} */
export const feature = {
  slice,
  elements: { 'own-status': OwnStatus },
  answers: { editStatus: () => import('./dialog.js'), statusSaid: showing },
  soon: [() => import('./following.js')],
  commands: () => import('./commands.js'),
};
