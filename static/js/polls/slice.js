// @ts-check
/**
 * What one chose in polls.
 *
 * @typedef {import('../core/wire.js').Message} Message
 */
import { mapped } from '../core/store/records.js';

/** What is told to everybody does not say what one chose oneself: then it is as it was before. @param {Message} message @param {Message|undefined} known @returns {Message} */
export function arrived(message, known) {
  const { poll } = message;
  if (!poll || poll.mine) return message;
  const gone = poll.anonymous && poll.endedAt;
  return { ...message, poll: { ...poll, mine: gone ? [] : (known?.poll?.mine ?? []) } };
}

/** @param {Message} message @param {number} id @param {number[]} mine */
const withMine = (message, id, mine) => (message.id === id && message.poll ? { ...message, poll: { ...message.poll, mine } } : message);

/** @type {import('../core/store/store.js').Slice} */
export const slice = {
  on: {
    voted: (state, { message: id, options }) => ({
      ...state,
      logs: mapped(state.logs, (log) => (log.list.some((one) => one.id === id) ? { ...log, list: log.list.map((one) => withMine(one, id, options)) } : log)),
    }),
  },
};
