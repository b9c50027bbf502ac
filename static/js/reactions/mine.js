// @ts-check
/**
 * One's own reactions.
 *
 * @typedef {import('../core/wire.js').Message} Message
 * @typedef {import('../core/wire.js').Reaction} Reaction
 */

/** Whether one reacted oneself. @param {Reaction} reaction @param {number} me */
export const isMine = (reaction, me) => reaction.mine ?? reaction.users.includes(me);

/**
 * The message with what is known of one's own reactions. Of many only the first are listed, and what is
 * told to everybody cannot say whether one is among the others: then it is as it was before.
 * @param {Message & {reacted?: {user: number, emoji: string, added: boolean}}} message
 * @param {Message|undefined} known the copy before
 * @param {number} me
 * @returns {Message}
 */
export function knowingMine(message, known, me) {
  const isOpen = (/** @type {Reaction} */ r) => r.mine === undefined && r.count > r.users.length;
  if (!message.reactions.some(isOpen)) return message;
  const { user, emoji, added } = message.reacted ?? {};
  const reactions = message.reactions.map((r) => {
    if (!isOpen(r)) return r;
    if (user === me && emoji === r.emoji) return { ...r, mine: added };
    return { ...r, mine: r.users.includes(me) || (known?.reactions ?? []).some((b) => b.emoji === r.emoji && isMine(b, me)) };
  });
  return { ...message, reactions };
}
