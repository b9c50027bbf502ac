// @ts-check
/** Bookmarks: messages saved for later. What one has saved, and the lists, come when there is time. */
import { app } from '../core/dom/app.js';
import { part, setAttribute } from '../core/dom/element.js';

const isSaved = (/** @type {number|null} */ id) => app().store.get().saved.includes(id ?? 0);

/** @type {import('../core/dom/registry.js').Feature} */
export const feature = {
  slice: {
    initial: () => ({ saved: [], savedDue: 0 }),
    on: {
      savedMessages: (state, { messages, due }) => ({ ...state, saved: messages, savedDue: due }),
      bookmarkChanged: (state, { message, saved, due }) => ({ ...state, savedDue: due, saved: [...state.saved.filter((id) => id !== message), ...(saved ? [message] : [])] }),
      reminded: (state, { due }) => ({ ...state, savedDue: due }),
    },
  },
  parts: [{ show: (item, { id, deleted }) => void (setAttribute(part(item, 'saved'), 'hidden', deleted || !isSaved(id))) }],
  actions: {
    save: ({ there, message }) => there && !isSaved(message.id),
    unsave: ({ there, message }) => there && isSaved(message.id),
    remind: ({ there }) => there,
  },
  acting: () => import('./acting.js'),
  soon: [() => import('./following.js')],
  links: { saved: async () => ({ open: (await import('./dialog.js')).openSaved }) },
};
