// @ts-check
/** Moments as fields for a date and a time of day have them: what the clock shows here. */

/** The time zone of this device, by its name. */
export const zoneHere = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

const two = (/** @type {number} */ n) => String(n).padStart(2, '0');

/** "2026-01-31T09:30" @param {Date} date */
export const localTime = (date) => `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`;
