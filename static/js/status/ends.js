// @ts-check
/** When what somebody chose ends, by the clock of this device; as weconnect/status/ends.py says of forms. */

const MINUTE = 60_000;
/** @type {Record<string, number>} */
const SPANS = { '30m': 30 * MINUTE, '1h': 60 * MINUTE, '4h': 240 * MINUTE };

/** @param {string} choice @param {string} at a local time, for the choice `at` @param {number} now @returns {string|null} null: not by itself */
export function endOf(choice, at, now) {
  if (SPANS[choice]) return new Date(now + SPANS[choice]).toISOString();
  const end = new Date(now);
  if (choice === 'at') return at ? new Date(at).toISOString() : null;
  if (choice !== 'today' && choice !== 'week') return null;
  // Sunday, the last day of the week, is 0.
  const days = choice === 'week' ? 7 - (end.getDay() || 7) : 0;
  end.setDate(end.getDate() + days + 1);
  end.setHours(0, 0, 0, 0);
  return end.toISOString();
}
