// @ts-check
/**
 * Whether a message calls for one.
 *
 * @typedef {import('../core/wire.js').Message} Message
 */

/** @param {Pick<Message, 'mentions'|'callsMe'>} message @param {number} me */
export const callsMe = ({ mentions, callsMe: mine }, me) => mine ?? mentions.includes(me);

/**
 * A message that calls for everybody, with whether that means oneself. What is told to all at once can't say it: whoever
 * hears it is in the room, and here.
 * @param {Message} message
 * @param {Message|undefined} known the copy before
 * @param {number} me
 * @returns {Message}
 */
export function knowingMine(message, known, me) {
  const all = message.callsMe === undefined && message.called?.some(({ kind }) => kind === 'here' || kind === 'room');
  return all ? { ...message, callsMe: known?.callsMe ?? message.sender.id !== me } : message;
}
