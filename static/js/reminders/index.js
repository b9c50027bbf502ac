// @ts-check
/** Reminders: what one wants to be told at a time. All of it comes when there is time, or when one is written. */

import { app } from '../core/dom/app.js';
import { whenUsed } from '../core/dom/lazy.js';

/** @type {Promise<void>|undefined} */
let coming;
const follow = () => (coming ??= import('./following.js').then(({ start }) => start(app()), () => void (coming = undefined)));
whenUsed(follow);

/** @type {import('../core/dom/registry.js').Feature} */
export const feature = {
  slice: {
    initial: () => ({ reminders: { due: [], news: 0, told: 0 } }),
    on: {
      dueReminders: (state, { due }) => ({ ...state, reminders: { ...state.reminders, due } }),
      remindersChanged: (state) => ({ ...state, reminders: { ...state.reminders, news: state.reminders.news + 1 } }),
      reminderDue: (state, { reminder }) => ({ ...state, reminders: { ...state.reminders, told: state.reminders.told + 1, due: [...state.reminders.due.filter(({ id }) => id !== reminder.id), reminder] } }),
    },
  },
  // Whoever only looks at the page is told as well when something is due.
  soon: [async () => ({ start: ({ store }) => void store.subscribe((state, before) => void (state.reminders.told !== before.reminders.told && follow())) })],
  commands: () => import('./commands.js'),
};
