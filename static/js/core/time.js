// @ts-check
/** Times as people read them, in the time zone of their browser. */
import { words } from './words.js';

const GROUP_MINUTES = 5;

/** @param {string} [timeZone] only tests name one */
export function createClock(timeZone) {
  const format = (/** @type {Intl.DateTimeFormatOptions} */ options) =>
    new Intl.DateTimeFormat(words.language === 'en' ? 'en-GB' : words.language, { timeZone, ...options });
  const time = format({ hour: '2-digit', minute: '2-digit' });
  const day = format({ day: 'numeric', month: 'long', year: 'numeric' });
  const full = format({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', hour: '2-digit', minute: '2-digit' });
  const key = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });

  const clock = {
    /** "14:05" @param {Date} date */
    time: (date) => time.format(date),
    /** "24 November 2026" @param {Date} date */
    day: (date) => day.format(date),
    /** "24 November 2026, 14:05" @param {Date} date */
    datetime: (date) => `${day.format(date)}, ${time.format(date)}`,
    /** With the day of the week, for a tooltip. @param {Date} date */
    full: (date) => full.format(date),
    /** "2026-11-24": equal for two times of one day, here. @param {Date} date */
    key: (date) => key.format(date),
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
