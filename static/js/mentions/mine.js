// @ts-check
/**
 * Whether a message calls for one.
 *
 * @typedef {import('../core/wire.js').Message} Message
 */

/** @param {Pick<Message, 'mentions'|'callsMe'>} message @param {number} me */
export const callsMe = ({ mentions, callsMe: mine }, me) => mine ?? mentions.includes(me);

/**
 * A message that calls for more people than it names, with whether that means oneself. What is told to all at once can't
 * say it: but it lists the people of groups, and whoever hears it is in the room, and here.
 * @param {Message} message
 * @param {Message|undefined} known the copy before
 * @param {number} me
 * @returns {Message}
 */
export function knowingMine(message, known, me) {
  const { called = [], callsMe: said, mentions, sender } = message;
  if (said !== undefined || called.every(({ kind }) => kind === 'person')) return message;
  const heard = called.some(({ kind, people = [] }) => (kind === 'group' ? people.includes(me) : kind !== 'person'));
  return { ...message, callsMe: known?.callsMe ?? (sender.id !== me && (mentions.includes(me) || heard)) };
}
