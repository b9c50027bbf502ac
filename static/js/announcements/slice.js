// @ts-check
/**
 * What one has confirmed, and how many have confirmed what one announced.
 *
 * @typedef {import('../core/wire.js').Message} Message
 */
import { mapped } from '../core/store/records.js';

/** What is told to everybody does not say whether one has confirmed it: then it is as it was before. @param {Message} message @param {Message|undefined} known @returns {Message} */
export function arrived(message, known) {
  const { announcement } = message;
  if (!announcement || announcement.confirmed !== undefined) return message;
  return { ...message, announcement: { ...announcement, confirmed: known?.announcement?.confirmed ?? false } };
}

/** @param {PageState} state */
const news = (state) => ({ ...state, announcements: { ...state.announcements, news: state.announcements.news + 1 } });

/** @param {Message} message @param {number} id */
const done = (message, id) => (message.id === id && message.announcement ? { ...message, announcement: { ...message.announcement, confirmed: true } } : message);

/** @type {import('../core/store/store.js').Slice} */
export const slice = {
  initial: () => ({ announcements: { news: 0, due: 0, open: [], confirmed: {} } }),
  on: {
    confirmed: (state, { message: id }) => ({
      ...news(state),
      logs: mapped(state.logs, (log) => (log.list.some((one) => one.id === id) ? { ...log, list: log.list.map((one) => done(one, id)) } : log)),
    }),
    confirmationsChanged: (state, { message, confirmed }) => ({ ...state, announcements: { ...state.announcements, confirmed: { ...state.announcements.confirmed, [message]: confirmed } } }),
    confirmationDue: (state) => news({ ...state, announcements: { ...state.announcements, due: state.announcements.due + 1 } }),
    // Told wherever one looks; where one looks at the room itself, its messages tell as well, and miss nothing.
    announcementsChanged: news,
    newMessage: (state, { announcement }) => (announcement ? news(state) : state),
    // Somebody may have all deleted that they ever said.
    messageChanged: (state, { id, deleted }) => (deleted && state.announcements.open.includes(id) ? news(state) : state),
    toConfirm: (state, { open }) => ({ ...state, announcements: { ...state.announcements, open } }),
  },
};
