// @ts-check
/**
 * What the server did not hand out although it was asked for it, by seqs. A conversation goes on behind it, and says so in its place.
 *
 * @typedef {[first: number, last: number]} Range
 */

/** Whether all that lies between two seqs is known to be withheld; also where nothing lies between them. @param {Range[]} withheld @param {number} before @param {number} after */
export const joined = (withheld, before, after) => after <= before + 1 || withheld.some(([first, last]) => first <= before + 1 && last >= after - 1);

/** What of a range is missing. @param {Range} range @param {number[]} seqs those that are there, sorted @returns {Range[]} */
export function holes([first, last], seqs) {
  /** @type {Range[]} */
  const found = [];
  let next = first;
  for (const seq of seqs) {
    if (seq < next) continue;
    if (seq > last) break;
    if (seq > next) found.push([next, seq - 1]);
    next = seq + 1;
  }
  if (next <= last) found.push([next, last]);
  return found;
}

/** More is withheld. @param {Range[]} withheld @param {Range[]} more @returns {Range[]} */
export function withMore(withheld, more) {
  /** @type {Range[]} */
  const all = [];
  for (const [first, last] of [...withheld, ...more].sort((a, b) => a[0] - b[0])) {
    const before = all.at(-1);
    if (before && first <= before[1] + 1) before[1] = Math.max(before[1], last);
    else all.push([first, last]);
  }
  return all;
}

/** Without what has come. @param {Range[]} withheld @param {{seq: number}[]} messages @returns {Range[]} */
export function healed(withheld, messages) {
  if (!withheld.length) return withheld;
  const seqs = messages.map(({ seq }) => seq).sort((a, b) => a - b);
  return withheld.flatMap((range) => holes(range, seqs));
}

/**
 * Which seqs an answer of `history` should hold.
 * @param {{before?: number, after?: number, since?: string}} where
 * @param {{messages: {seq: number}[], complete: boolean}} answer
 * @param {number} lastSeq what was known to be there when it was asked for
 * @param {number} [first] the seq of the first message that the reader sees
 * @returns {{range: Range, seqs: number[]}} `seqs`: those that it holds of them
 */
export function wanted({ before = Infinity, after, since }, { messages, complete }, lastSeq, first = 1) {
  const seqs = messages.map(({ seq }) => seq).filter((seq) => seq < before && seq > (after ?? 0));
  const over = complete || !seqs.length;
  if (since) return { range: [seqs[0] ?? 1, seqs.at(-1) ?? 0], seqs };
  if (after !== undefined) return { range: [Math.max(after + 1, first), over ? lastSeq : seqs[seqs.length - 1]], seqs };
  return { range: [over ? first : seqs[0], Math.min(before - 1, lastSeq)], seqs };
}
