// @ts-check
/** What leaves of a new poll, and what comes back of one that is not sent after all. */
import { logOf } from '../core/store/log.js';
import { signal } from '../core/store/signals.js';

/**
 * What is sent along with the question: what the options say stands apart from all else, so that it can be sealed with the
 * question; whatever does not seal it puts it back.
 * @param {{options: string[], multiple: boolean, anonymous: boolean, extendable: boolean, endsAt: string|null}} poll
 */
export const extraOf = ({ options, ...rest }) => ({ poll: { ...rest, options: options.map(() => '') }, inside: { poll: { options, multiple: rest.multiple, anonymous: rest.anonymous } } });

/** What leaves where nothing is sealed. @param {Record<string, any>} extra; any: what features send along */
export function opened({ inside, ...extra }) {
  return { ...extra, poll: { ...extra.poll, options: inside.poll.options } };
}

/** It stands in its form again. @param {import('../core/store/log.js').Pending} entry @param {HTMLElement} pane */
export function takenBack(entry, pane) {
  const { poll, ...extra } = opened(entry.extra ?? {});
  signal('newPoll', { question: entry.content, key: logOf(entry), room: entry.room, pane, extra, poll });
}
