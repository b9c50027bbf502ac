// @ts-check
/** Times as people read them, in the time zone of their browser. */
import { locale, t } from './translate.js';

const GROUP_MINUTES = 5;

/** The zone by name, and how far it is off now: either may change alone. */
const zoneHere = () => `${Intl.DateTimeFormat().resolvedOptions().timeZone} ${new Date().getTimezoneOffset()}`;

/** @param {string|undefined} timeZone */
function formats(timeZone) {
  const format = (/** @type {Intl.DateTimeFormatOptions} */ options) =>
    new Intl.DateTimeFormat(locale, { timeZone, ...options });
  return {
    time: format({ hour: '2-digit', minute: '2-digit' }),
    day: format({ day: 'numeric', month: 'long', year: 'numeric' }),
    full: format({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit' }),
    key: new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }),
  };
}

/** @param {string} [timeZone] only tests name one */
export function createClock(timeZone) {
  let zone = timeZone ?? zoneHere();
  let shown = formats(timeZone);

  const clock = {
    /** Looks whether the device is in another zone now, as a laptop that travels. @returns {boolean} */
    moved() {
      if (timeZone || zone === zoneHere()) return false;
      zone = zoneHere();
      shown = formats(undefined);
      return true;
    },
    /** "14:05" @param {Date} date */
    time: (date) => shown.time.format(date),
    /** "24 November 2026" @param {Date} date */
    day: (date) => shown.day.format(date),
    /** "24 November 2026, 14:05" @param {Date} date */
    datetime: (date) => t('{day}, {time}', { day: clock.day(date), time: clock.time(date) }),
    /** With the day of the week, for a tooltip. @param {Date} date */
    full: (date) => shown.full.format(date),
    /** "2026-11-24": equal for two times of one day, here. @param {Date} date */
    key: (date) => shown.key.format(date),
    /** By the name in `data-format`. @param {string} name @param {Date} date */
    as(name, date) {
      if (name === 'time') return clock.time(date);
      return name === 'datetime' ? clock.datetime(date) : clock.day(date);
    },
    /**
     * Whether a message continues what the same person said just before.
     * @param {{sender: {id: number}, timestamp: string} | undefined} before
     * @param {{sender: {id: number}, timestamp: string}} message
     */
    continues(before, message) {
      if (!before || before.sender.id !== message.sender.id) return false;
      const [a, b] = [new Date(before.timestamp), new Date(message.timestamp)];
      // By the minutes that are shown, as the server's page does.
      const apart = Math.floor(b.getTime() / 60_000) - Math.floor(a.getTime() / 60_000);
      return apart < GROUP_MINUTES && clock.key(a) === clock.key(b);
    },
  };
  return clock;
}

export const clock = createClock();

/** Clocks of devices are corrected by less than this without anybody noticing. */
const NOTICED = 30_000;

/**
 * The server's time. The clock of a device may be hours off; the server says what time it is when a room is
 * entered, and its clock being set meanwhile is noticed from the one that only counts up.
 * @param {() => number} local
 * @param {() => number} counting
 */
export function createServerTime(local = Date.now, counting = () => performance.now()) {
  let offset = 0;
  let base = local() - counting();

  const follow = () => {
    const jump = local() - counting() - base;
    if (Math.abs(jump) < NOTICED) return;
    base += jump;
    offset -= jump;
  };

  return {
    /** What the server has just said. @param {string|undefined} now */
    heard(now) {
      if (!now) return;
      base = local() - counting();
      offset = new Date(now).getTime() - local();
      // A little is the way that the word took.
      if (Math.abs(offset) < 1000) offset = 0;
    },
    /** Milliseconds. */
    now() {
      follow();
      return local() + offset;
    },
  };
}

export const serverTime = createServerTime();
