// @ts-check
/** What time it is for somebody, and whether they are at work. */
import { locale } from '../core/i18n/translate.js';

/** @typedef {import('../core/wire.js').Status} Status @typedef {import('../core/wire.js').WorkingHours} WorkingHours */

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const DAY = 24 * 60;

/** A time as a zone has it, "14:05". @param {string|null} zone @param {number} now @returns {string} '' for a zone that the browser does not know */
export function timeIn(zone, now) {
  try {
    return zone ? new Intl.DateTimeFormat(locale, { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(now) : '';
  } catch {
    return '';
  }
}

/** The day of the week, 1 is Monday, and the minute of the day there. @param {string} zone @param {number} now */
function clockIn(zone, now) {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const found = Object.fromEntries(format.formatToParts(now).map(({ type, value }) => [type, value]));
  return { day: DAYS.indexOf(found.weekday) + 1, minute: Number(found.hour) * 60 + Number(found.minute) };
}

const minutes = (/** @type {string} */ clock) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

/** @param {WorkingHours} hours @param {string} zone @param {number} now */
function atWork({ days, start, end }, zone, now) {
  const { day, minute } = clockIn(zone, now);
  const [from, to] = [minutes(start), minutes(end)];
  if (from < to) return days.includes(day) && minute >= from && minute < to;
  // Over midnight, or round the clock.
  return (days.includes(day) && minute >= from && minute < DAY) || (days.includes(day === 1 ? 7 : day - 1) && minute < to);
}

/**
 * Why somebody is better left alone now: `dnd` they said so, `hours` they do not work; '' if nothing speaks against writing.
 * @param {Status|null|undefined} status @param {number} now @returns {''|'dnd'|'hours'}
 */
export function quietFor(status, now) {
  if (!status) return '';
  if (status.dndUntil && new Date(status.dndUntil).getTime() > now) return 'dnd';
  try {
    return status.workingHours && status.timeZone && !atWork(status.workingHours, status.timeZone, now) ? 'hours' : '';
  } catch {
    return '';
  }
}
