// @ts-check
/** Where many are told of something at once, not all of them ask the server in the same moment. */

const CROWD = 100;

/** How long one waits before one asks, beside whatever else: nothing in a small team. @param {PageState} state @param {number} most milliseconds */
export const apart = ({ counts }, most) => (Object.values(counts ?? {}).some(({ members }) => members > CROWD) ? Math.random() * most : 0);
