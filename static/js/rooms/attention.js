// @ts-check
/**
 * What of a room calls for one, by what one wants to hear of it. The same stands in `weconnect/rooms/attention.py`; both
 * are held to the table in docs/decisions/what-calls-for-people.md.
 *
 * @typedef {object} Attention
 * @property {boolean} bold whether its name is set in bold
 * @property {number} count the number beside it, which is added to that in the title
 * @property {number} calls how much of that calls for one: the number is in the accent's colour then
 * @property {number} quiet a number that stands there without being added anywhere
 *
 * @param {Partial<import('../core/wire.js').RoomSummary>} room
 * @returns {Attention}
 */
export function attention({ level = 'all', muted = false, kind, unread = 0, mentions = 0 }) {
  if (muted || level === 'nothing') return { bold: unread > 0 && !muted, count: 0, calls: 0, quiet: mentions };
  if (level === 'mentions') return { bold: unread > 0, count: mentions, calls: mentions, quiet: 0 };
  return { bold: unread > 0, count: unread, calls: kind === 'direct' ? unread : mentions, quiet: 0 };
}
