// @ts-check
/**
 * The people of a room as they are shown.
 *
 * @typedef {import('../core/wire.js').Member} Member
 */
import { byName } from '../core/i18n/fold.js';

/**
 * How many people a room has and how many are here; `whole` is whether all of them are known.
 * @param {PageState} state
 * @param {number} room
 */
export function peopleCounts(state, room) {
  const list = state.members[room] ?? [];
  const said = state.counts[room];
  if (said && said.members > list.length) return { ...said, whole: false };
  return { members: list.length, here: list.filter((member) => member.state !== 'offline').length, whole: true };
}

const ORDER = ['online', 'away', 'offline'];

/** Members as the list shows them: here, away, not here; by name. @param {Member[]} members */
export const sortedMembers = (members) =>
  [...members].sort(
    (a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state) || byName(a.displayName, b.displayName) || a.id - b.id,
  );
