// @ts-check
/** What people say of themselves. */

/** @typedef {import('../core/wire.js').Status} Status */

const over = (/** @type {string|null} */ moment, /** @type {number} */ now) => moment !== null && new Date(moment).getTime() <= now;

/** What is left of it. @param {Status} status @param {number} now @returns {Status} */
function atTime(status, now) {
  const { until, dndUntil } = status;
  if (!over(until, now) && !over(dndUntil, now)) return status;
  const said = over(until, now) ? { emoji: null, text: '', until: null } : {};
  return { ...status, ...said, dndUntil: over(dndUntil, now) ? null : dndUntil };
}

/** @type {import('../core/store/store.js').Slice} */
export const slice = {
  initial: ({ me, status }) => ({ statuses: status ? { [me.id]: status } : {} }),
  on: {
    statusChanged: (state, { status }) => ({ ...state, statuses: { ...state.statuses, [status.user]: status } }),
    statuses: (state, { asked, statuses }) => ({
      ...state,
      statuses: { ...state.statuses, ...Object.fromEntries(asked.map((id) => [id, null])), ...Object.fromEntries(statuses.map((one) => [one.user, one])) },
    }),
    statusesEnded(state, { now }) {
      const next = Object.entries(state.statuses).map(([id, one]) => [id, one && atTime(one, now)]);
      return { ...state, statuses: Object.fromEntries(next) };
    },
  },
};
