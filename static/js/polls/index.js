// @ts-check
/** Polls: a question to a room, with options to choose from. What draws one comes when there is one. */
import { part } from '../core/dom/element.js';
import { missing } from '../core/dom/lazy.js';
import { arrived, slice } from './slice.js';

/** Whether it is a poll that the server does not have yet. @param {{extra?: Record<string, unknown>}} message */
const coming = ({ extra }) => Boolean(extra && 'poll' in extra);

/** @param {HTMLElement} item @param {import('../core/store/message.js').Shown} message */
function show(item, message) {
  if ((message.poll || coming(message)) && !message.deleted) import('./poll-view.js').then(({ showPoll }) => showPoll(item, message), () => {});
  else if (message.id) part(item, 'poll')?.remove();
}

/** @type {import('../core/dom/registry.js').Feature} */
export const feature = {
  slice,
  parts: [{ arrived, show, fixed: ({ poll }) => Boolean(poll), places: '.poll button:not(:disabled)' }],
  // Behind the step that seals: what that has taken along is not sent in the open.
  steps: [{ name: 'poll', each: true, prepare: async ({ extra }) => (extra?.poll && extra.inside ? { extra: (await import('./leaving.js')).opened(extra) } : {}) }],
  takesBack: (entry, pane) => coming(entry) && (import('./leaving.js').then(({ takenBack }) => takenBack(entry, pane), missing), true),
  acting: () => import('./acting.js'),
  commands: () => import('./commands.js'),
  answers: { newPoll: () => import('./dialog.js') },
};
