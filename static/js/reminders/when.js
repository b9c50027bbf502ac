// @ts-check
/**
 * When somebody wants to be reminded, as they write it: a day, a time, how often, in any order and at the beginning.
 * What is read is a time of the clock where they are; the server makes a moment of it.
 *
 * @typedef {NonNullable<import('../core/wire.js').PutReminder['repeat']>} Repeat
 * @typedef {{date: Date|null, weekday: boolean, hour: number, minute: number|null, half: 'am'|'pm'|null, repeat: Repeat|null, exact: Date|null}} Found
 * `date` at midnight, `weekday` if it is the next day of such a name; `exact`: in so many minutes
 */
import { vocabulary } from './vocabulary.js';

/** When a day begins for somebody who names none of its hours. */
const MORNING = 9;
const NOON = 12;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** Digits of Arabic and Persian as those of ASCII: sign by sign, so that places stay. @param {string} text */
const westernDigits = (text) => text.replace(/[\u0660-\u0669\u06f0-\u06f9]/gu, (digit) => String((digit.codePointAt(0) ?? 0) % 16));

/** @param {Date} now @param {number} days */
const dayAfter = (now, days) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + days);

/** @param {number} year @param {number} month from 1 @param {number} day */
function dateOf(year, month, day) {
  const date = new Date(year, month - 1, day);
  return date.getMonth() === month - 1 && date.getDate() === day ? date : null;
}

/** A day of the calendar, in the year that is meant: the next one, if none is named. @param {Date} now @param {number} day @param {number} month @param {string|undefined} year */
function dayOfYear(now, day, month, year) {
  if (year) return dateOf(Number(year.length === 2 ? `20${year}` : year), month, day);
  const here = dateOf(now.getFullYear(), month, day);
  return here && here < dayAfter(now, 0) ? dateOf(now.getFullYear() + 1, month, day) : here;
}

/** @param {Date} now @param {number} weekday 0 is Sunday @param {boolean} next not today */
const nextWeekday = (now, weekday, next) => dayAfter(now, (weekday - now.getDay() + 7) % 7 || (next ? 7 : 0));

/** What one step makes of the beginning of a text. @typedef {(text: string, found: Found, now: Date) => number} Step returns how many signs it took; 0: none */

/** @param {RegExp} pattern @param {(match: RegExpExecArray, found: Found, now: Date) => boolean|void} take false: it is not meant after all @returns {Step} */
const step = (pattern, take) => (text, found, now) => {
  const match = pattern.exec(text);
  return match && take(match, found, now) !== false ? match[0].length : 0;
};

/** @param {string} locale @returns {Step[]} */
function stepsOf(locale) {
  const words = vocabulary(locale);
  const { one, units, days, weekdays, months, end } = words;
  const anyOf = (/** @type {Record<string, unknown>} */ record) => Object.keys(record).sort((a, b) => b.length - a.length).map((word) => word.replaceAll('.', '\\.')).join('|');
  const at = (/** @type {string} */ source) => new RegExp(`^(?:${source})${end}`, 'iu');
  const lower = (/** @type {string} */ text) => text.toLowerCase();
  const [week, month] = [anyOf(weekdays), anyOf(months)];

  return [
    ...words.repeats.map(([source, repeat]) => step(at(source), (_, found) => void (found.repeat = repeat))),
    step(at(`(?:${words.every})\\s+(${week})`), ([, name], found, now) => {
      Object.assign(found, { repeat: 'weekly', date: nextWeekday(now, weekdays[lower(name)], false), weekday: true });
    }),
    step(at(`(?:${words.within})\\s*(?:(\\d{1,4})|(?:${one}))?\\s*(${anyOf(units)})`), ([, number, unit], found, now) => {
      const [minutes, fixed] = units[lower(unit)];
      const many = fixed ?? Number(number ?? 1);
      // A clock shows minutes: the nearest is meant.
      if (minutes % 1440) found.exact = new Date(Math.round(now.getTime() / MINUTE_MS + many * minutes) * MINUTE_MS);
      else found.date = dayAfter(now, (many * minutes) / 1440);
    }),
    ...Object.entries(days).map(([source, [number, hour]]) =>
      step(at(source), (_, found, now) => {
        found.date = dayAfter(now, number);
        if (hour) Object.assign(found, { hour });
      }),
    ),
    step(at(`(?:(?:${words.on})\\s+)?((?:${words.next})\\s+)?(${week})(\\s+(?:${words.nextBehind}))?`), ([, before, name, behind], found, now) => {
      Object.assign(found, { date: nextWeekday(now, weekdays[lower(name)], Boolean(before ?? behind)), weekday: true });
    }),
    step(at('(\\d{4})-(\\d\\d)-(\\d\\d)'), ([, year, m, d], found) => (found.date = dateOf(Number(year), Number(m), Number(d))) !== null),
    step(at(`(?:(?:${words.on})\\s+)?(\\d{1,2})[./](\\d{1,2})(?:[./](\\d{4}|\\d\\d)?)?`), ([, d, m, year], found, now) => (found.date = dayOfYear(now, Number(d), Number(m), year)) !== null),
    step(at(`(?:(?:${words.on})\\s+)?(\\d{1,2})(?:st|nd|rd|th|\\.)?\\s+(${month})(?:\\s+(\\d{4}))?`), ([, d, name, year], found, now) => (found.date = dayOfYear(now, Number(d), months[lower(name)], year)) !== null),
    step(at(`(?:(?:${words.on})\\s+)?(${month})\\s+(\\d{1,2})(?:st|nd|rd|th)?(?:,?\\s+(\\d{4}))?`), ([, name, d, year], found, now) => (found.date = dayOfYear(now, Number(d), months[lower(name)], year)) !== null),
    step(at(`(?:(?:${words.clock})\\s+)?(\\d{1,2})[:.](\\d\\d)(?:\\s*(${words.hours}))?(?:\\s*(${anyOf(words.halves)}))?`), ([, h, m, , half], found) => time(found, h, m, half ? words.halves[lower(half)] : undefined)),
    step(at(`(?:(?:${words.clock})\\s+)?(\\d{1,2})\\s*(?:(?:${words.hours})|(${anyOf(words.halves)}))`), ([, h, half], found) => time(found, h, '0', half ? words.halves[lower(half)] : undefined)),
    step(at(`(?:${words.clock})\\s+(\\d{1,2})`), ([, h], found) => time(found, h, '0', undefined)),
    ...Object.entries(words.parts).map(([source, hour]) =>
      step(at(source), (_, found) => {
        if (found.minute === null) found.hour = hour;
        else found.half ??= hour < NOON ? 'am' : 'pm';
      }),
    ),
  ];
}

/** @param {Found} found @param {string} h @param {string} m @param {'am'|'pm'|undefined} half */
function time(found, h, m, half) {
  const [hour, minute] = [Number(h), Number(m)];
  if (hour > (half ? NOON : 24) || minute > 59 || (hour === 24 && minute) || found.minute !== null) return false;
  Object.assign(found, { hour, minute, half: half ?? found.half });
  return true;
}

/** @param {Found} found */
function hourOf({ hour, minute, half }) {
  if (minute === null || !half || hour > NOON) return hour;
  return (hour % NOON) + (half === 'pm' ? NOON : 0);
}

/** The moment that is meant. @param {Found} found @param {Date} now */
function momentOf(found, now) {
  if (found.exact) return found.exact;
  const on = (/** @type {Date} */ day) => new Date(day.getFullYear(), day.getMonth(), day.getDate(), hourOf(found), found.minute ?? 0);
  const moment = on(found.date ?? now);
  if (moment > now || (found.date && !found.weekday)) return moment;
  // What is past today is meant for the next time.
  if (found.weekday) return on(dayAfter(moment, 7));
  if (found.repeat === 'monthly') return on(new Date(now.getFullYear(), now.getMonth() + 1, now.getDate()));
  return on(dayAfter(moment, 1));
}

/** @type {Map<string, Step[]>} */
const known = new Map();

/**
 * @param {string} text as it was written: when, and then what
 * @param {Date} now
 * @param {string} locale of the page; English is understood as well
 * @returns {{at: Date, repeat: Repeat|null, rest: string}|null} null where there is no time at the beginning
 */
export function parsed(text, now, locale) {
  if (!known.has(locale)) known.set(locale, stepsOf(locale));
  const steps = /** @type {Step[]} */ (known.get(locale));
  const { filler, lead } = vocabulary(locale);
  const western = westernDigits(text);
  /** @type {Found} */
  const found = { date: null, weekday: false, hour: MORNING, minute: null, half: null, repeat: null, exact: null };
  let place = 0;
  const skip = (/** @type {RegExp} */ pattern) => void (place += pattern.exec(western.slice(place))?.[0].length ?? 0);
  for (let taken = true, done = new Set(); taken; ) {
    const before = place;
    if (done.size) skip(filler);
    taken = steps.some((one) => {
      const length = done.has(one) ? 0 : one(western.slice(place), found, now);
      if (length) done.add(one);
      place += length;
      return length > 0;
    });
    if (!taken) place = before;
    if (!taken && !done.size) return null;
  }
  skip(lead);
  const at = momentOf(found, now);
  // Repeated on working days, it does not begin on another.
  while (found.repeat === 'weekdays' && [0, 6].includes(at.getDay())) at.setTime(at.getTime() + DAY_MS);
  return { at, repeat: found.repeat, rest: text.slice(place).trim() };
}
