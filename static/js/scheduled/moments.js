// @ts-check
/** When a message may be sent: by the clock of this device's time zone, that keeps its hour if the clocks are changed. */
import { localTime, zoneHere } from '../core/i18n/local-time.js';
import { clock } from '../core/i18n/time.js';
import { locale, t } from '../core/i18n/translate.js';

const HOUR = 3_600_000;
const MORNING = 9;
const MONDAY = 1;
const DAY = 7;

/** @typedef {{at: string} | {localTime: string, timeZone: string}} When as the server is told */
/** @typedef {{label: string, says: string, date: Date, when: When}} Choice */

/** With the day of the week, but for today. @param {Date} date @param {Date} now */
export function inShort(date, now) {
  if (clock.key(date) === clock.key(now)) return clock.time(date);
  return new Intl.DateTimeFormat(locale, { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }).format(date);
}

/** What is offered. @param {Date} now @returns {Choice[]} */
export function choices(now) {
  const morning = (/** @type {number} */ days) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, MORNING);
  const hour = new Date(now.getTime() + HOUR);
  const monday = (MONDAY - now.getDay() + DAY) % DAY || DAY;
  const byClock = (/** @type {string} */ label, /** @type {Date} */ date) => ({ label, says: inShort(date, now), date, when: { localTime: localTime(date), timeZone: zoneHere() } });
  return [
    { label: t('In an hour'), says: inShort(hour, now), date: hour, when: { at: hour.toISOString() } },
    ...(now.getHours() < MORNING ? [byClock(t('This morning'), morning(0))] : []),
    byClock(t('Tomorrow morning'), morning(1)),
    ...(monday > 1 ? [byClock(t('Next Monday'), morning(monday))] : []),
  ];
}
