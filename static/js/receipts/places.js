// @ts-check
/** Under which message stands who has read up to there: pure. */
import { position } from '../core/store/log.js';
import { isAside } from '../core/store/message.js';

/** @typedef {import('../core/wire.js').Message} Message */

/**
 * @param {Message[]} list the room's, sorted; it may have holes. Or a thread's, in which nothing is missing
 * @param {Record<number, number>} marks by person
 * @param {number} me
 * @param {boolean} [thread] whether it is a thread's: then all of them are shown, and their seqs do not follow each other
 * @returns {Map<number, number[]>} by seq of a message that is shown: the people, by their ids
 */
export function placesOf(list, marks, me, thread = false) {
  const unseen = thread ? () => false : isAside;
  /** @type {Map<number, number>} whoever writes has read what stands above */
  const read = new Map(Object.entries(marks).map(([user, seq]) => [Number(user), seq]));
  for (let i = list.length - 1; i >= 0 && list[i].seq > Math.min(...read.values()); i -= 1) {
    const { sender, seq } = list[i];
    if (!unseen(list[i]) && seq > (read.get(sender.id) ?? Infinity)) read.set(sender.id, seq);
  }
  /** @type {Map<number, number[]>} */
  const places = new Map();
  for (const [user, seq] of read) {
    if (user === me || !seq) continue;
    let at = position(list, seq + 1) - 1;
    // What is not here may be what they have read last.
    if (at < 0 || (!thread && list[at].seq < seq && list[at + 1])) continue;
    while (at > 0 && unseen(list[at]) && list[at - 1].seq === list[at].seq - 1) at -= 1;
    // Of what they wrote themselves everybody knows.
    if (!unseen(list[at]) && list[at].sender.id !== user) places.set(list[at].seq, [...(places.get(list[at].seq) ?? []), user]);
  }
  return places;
}
