// @ts-check
/** Status: what people say of themselves, do not disturb, their local time and working hours. */
import { OwnStatus } from './own-status.js';
import { slice } from './slice.js';

/** What shows what people say of themselves. */
async function showing() {
  for (const { start } of await Promise.all([import('./user-status.js'), import('./quiet-note.js')])) start();
}

/** @type {import('../core/dom/registry.js').Feature} */
export const feature = {
  slice,
  elements: { 'own-status': OwnStatus },
  answers: { editStatus: () => import('./dialog.js') },
  soon: [async () => (({ follow }) => ({ start: (app) => follow(app, showing) }))(await import('./following.js'))],
  commands: () => import('./commands.js'),
};
