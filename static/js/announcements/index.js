// @ts-check
/** Announcements: messages that members are asked to confirm. What draws one comes when there is one. */
import { part } from '../core/dom/element.js';
import { logOf } from '../core/store/log.js';
import { signal } from '../core/store/signals.js';
import { arrived, slice } from './slice.js';

/** @param {HTMLElement} item @param {import('../core/store/message.js').Shown} message */
function show(item, message) {
  if (message.announcement && !message.deleted) import('./confirm-view.js').then(({ showConfirm }) => showConfirm(item, message), () => {});
  else if (message.id) part(item, 'announcement')?.remove();
}

/** One that is not sent after all stands in its form again. @param {import('../core/store/log.js').Pending} entry @param {HTMLElement} pane */
function takesBack(entry, pane) {
  const { announcement } = /** @type {{announcement?: import('../core/wire.js').NewAnnouncement}} */ (entry.extra ?? {});
  if (announcement) signal('newAnnouncement', { text: entry.content, key: logOf(entry), room: entry.room, pane, announcement });
  return Boolean(announcement);
}

/** @type {import('../core/dom/registry.js').Feature} */
export const feature = {
  slice,
  parts: [{ arrived, show, fixed: ({ announcement }) => Boolean(announcement), places: '.confirm :is(button, a)' }],
  takesBack,
  used: [() => import('./following.js')],
  acting: () => import('./acting.js'),
  commands: () => import('./commands.js'),
  answers: { newAnnouncement: () => import('./dialog.js'), confirmMessage: () => import('./confirming.js') },
};
