// @ts-check
/** Status: what people say of themselves, do not disturb, their local time and working hours. */
import { OwnStatus } from './own-status.js';
import { slice } from './slice.js';

/** @type {import('../core/dom/registry.js').Feature} */
export const feature = {
  slice,
  elements: { 'own-status': OwnStatus },
  answers: { editStatus: () => import('./dialog.js') },
  soon: [() => import('./user-status.js'), () => import('./quiet-note.js'), () => import('./following.js')],
  commands: () => import('./commands.js'),
};
