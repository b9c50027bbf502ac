// @ts-check
/**
 * The words by which people say when: of English, and of the page's language. Names of days and months are those of the
 * browser; what else is understood of a language stands here. These are no texts for people, and not translated.
 *
 * @typedef {NonNullable<import('../core/wire.js').PutReminder['repeat']>} Repeat
 * @typedef {object} Words patterns, each without what stands behind it
 * @property {[string, Repeat][]} repeats
 * @property {string} every before the name of a day
 * @property {string} within before a number and a unit
 * @property {string} one in place of the number 1
 * @property {Record<string, [number, number?]>} units minutes; and how many, if the word says it
 * @property {Record<string, [number, number?]>} days how many days from today; and the hour, if the word says it
 * @property {string} on before a day
 * @property {string} next before the name of a day
 * @property {string} nextBehind behind it
 * @property {string} clock before a time
 * @property {string} hours behind one
 * @property {Record<string, 'am'|'pm'>} halves behind one
 * @property {Record<string, number>} parts of a day, with their hours
 * @property {string} lead before what one is reminded of
 */

const [HOUR, DAY, WEEK] = [60, 1440, 10_080];
/** Matches nothing. */
const NEVER = '(?!)';

/** @type {Record<string, Words>} */
const LANGUAGES = {
  en: {
    repeats: [['every\\s+day|daily|each\\s+day', 'daily'], ['every\\s+week\\s?day|on\\s+week\\s?days|week\\s?days', 'weekdays'], ['every\\s+week|weekly', 'weekly'], ['every\\s+month|monthly', 'monthly']],
    every: 'every|each', within: 'in', one: 'an?|one',
    units: { minutes: [1], minute: [1], mins: [1], min: [1], m: [1], hours: [HOUR], hour: [HOUR], hrs: [HOUR], h: [HOUR], days: [DAY], day: [DAY], d: [DAY], weeks: [WEEK], week: [WEEK], w: [WEEK] },
    days: { 'the\\s+day\\s+after\\s+tomorrow|day\\s+after\\s+tomorrow': [2], tomorrow: [1], tonight: [0, 20], today: [0] },
    on: 'on', next: 'next', nextBehind: NEVER, clock: 'at|@', hours: "o['’]clock|h", halves: { am: 'am', 'a.m.': 'am', pm: 'pm', 'p.m.': 'pm' },
    parts: { '(?:at\\s+)?noon': 12, '(?:in\\s+the\\s+)?morning': 9, '(?:in\\s+the\\s+)?afternoon': 14, '(?:in\\s+the\\s+)?evening': 18, 'at\\s+night': 20 },
    lead: 'to|that|about',
  },
  de: {
    repeats: [['jeden\\s+Tag|täglich', 'daily'], ['jeden\\s+(?:Werktag|Arbeitstag)|werktags|an\\s+Werktagen', 'weekdays'], ['jede\\s+Woche|wöchentlich', 'weekly'], ['jeden\\s+Monat|monatlich', 'monthly']],
    every: 'jeden', within: 'in', one: 'eine[rmn]?|ein',
    units: { minuten: [1], minute: [1], min: [1], stunden: [HOUR], stunde: [HOUR], std: [HOUR], tagen: [DAY], tage: [DAY], tag: [DAY], wochen: [WEEK], woche: [WEEK] },
    days: { übermorgen: [2], 'heute\\s+abend': [0, 18], heute: [0], 'morgen(?!s)': [1] },
    on: 'am', next: '(?:am\\s+)?(?:nächste[nr]?|kommende[nr]?)', nextBehind: NEVER, clock: 'um', hours: 'Uhr', halves: {},
    parts: { '(?:am\\s+)?(?:Vormittag|vormittags)': 10, '(?:am\\s+)?Mittag|mittags': 12, '(?:am\\s+)?(?:Nachmittag|nachmittags)': 14, '(?:am\\s+)?(?:Abend|abends)': 18, 'früh|morgens': 9 },
    lead: 'daran,?|dass|an|zu',
  },
  ar: {
    repeats: [['كل\\s+يوم|يومي(?:ًا|اً|ا)', 'daily'], ['(?:كل\\s+)?أيام\\s+العمل|كل\\s+يوم\\s+عمل', 'weekdays'], ['كل\\s+أسبوع|أسبوعي(?:ًا|اً|ا)', 'weekly'], ['كل\\s+شهر|شهري(?:ًا|اً|ا)', 'monthly']],
    every: 'كل(?:\\s+يوم)?', within: 'بعد|خلال', one: NEVER,
    units: { دقيقتين: [1, 2], دقيقة: [1], دقائق: [1], ساعتين: [HOUR, 2], ساعة: [HOUR], ساعات: [HOUR], يومين: [DAY, 2], يوم: [DAY], أيام: [DAY], يومًا: [DAY], أسبوعين: [WEEK, 2], أسبوع: [WEEK], أسابيع: [WEEK] },
    days: { 'بعد\\s+(?:غد(?:ًا|اً|ا)?|الغد)': [2], 'غد(?:ًا|اً|ا)|الغد': [1], 'الليلة': [0, 20], 'مساء\\s+اليوم': [0, 18], 'اليوم': [0] },
    on: 'يوم|في', next: NEVER, nextBehind: 'القادم|المقبل', clock: '(?:في\\s+)?(?:تمام\\s+)?الساعة|عند', hours: NEVER, halves: { ص: 'am', 'صباحًا': 'am', 'صباحا': 'am', 'صباحاً': 'am', م: 'pm', 'مساءً': 'pm', 'مساء': 'pm' },
    parts: { '(?:في\\s+)?الصباح|صباح(?:ًا|اً|ا)': 9, 'ظهر(?:ًا|اً|ا)|(?:عند\\s+)?الظهر': 12, 'بعد\\s+الظهر|عصر(?:ًا|اً|ا)': 14, '(?:في\\s+)?المساء|مساءً?': 18 },
    lead: 'أن|بأن|ب',
  },
};

/** @param {string} locale @param {(add: (name: string, value: number) => void, format: (options: Intl.DateTimeFormatOptions, date: Date) => string) => void} fill */
function named(locale, fill) {
  /** @type {Record<string, number>} */
  const found = {};
  const add = (/** @type {string} */ name, /** @type {number} */ value) => name && !/\d/u.test(name) && (found[name.toLowerCase()] ??= value);
  fill(add, (options, date) => new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }).format(date));
  return found;
}

/** @param {string} locale */
function weekdaysOf(locale) {
  return named(locale, (add, format) => {
    for (let day = 0; day < 7; day += 1) {
      // The fourth of January 1970 was a Sunday.
      const date = new Date(Date.UTC(1970, 0, 4 + day));
      for (const weekday of /** @type {const} */ (['long', 'short'])) add(format({ weekday }, date).replace(/\.$/u, ''), day);
      // In Arabic the name of a day is said with its article or without.
      add(format({ weekday: 'long' }, date).replace(/^ال/u, ''), day);
    }
  });
}

/** @param {string} locale */
function monthsOf(locale) {
  return named(locale, (add, format) => {
    for (let month = 0; month < 12; month += 1) {
      const date = new Date(Date.UTC(1970, month, 15));
      for (const style of /** @type {const} */ (['long', 'short'])) for (const options of [{ month: style }, { month: style, day: /** @type {const} */ ('numeric') }]) add(format(options, date).replace(/\d+|\.|\p{Nd}+/gu, '').trim(), month + 1);
    }
  });
}

/** @type {Map<string, ReturnType<typeof joined>>} */
const known = new Map();

/** @param {string} locale */
function joined(locale) {
  const tags = [...new Set([locale.split('-')[0], 'en'])];
  const all = tags.map((tag) => LANGUAGES[tag]).filter(Boolean);
  const either = (/** @type {'every'|'within'|'one'|'on'|'next'|'nextBehind'|'clock'|'hours'|'lead'} */ name) => all.map((words) => words[name]).join('|');
  const merged = /** @template T @param {(words: Words) => Record<string, T>} of @returns {Record<string, T>} */ (of) => Object.assign({}, ...all.map(of).reverse());
  return {
    repeats: all.flatMap(({ repeats }) => repeats),
    every: either('every'), within: either('within'), one: either('one'), on: either('on'), next: either('next'), nextBehind: either('nextBehind'), clock: either('clock'), hours: either('hours'),
    units: merged(({ units }) => units), days: merged(({ days }) => days), halves: merged(({ halves }) => halves), parts: merged(({ parts }) => parts),
    weekdays: /** @type {Record<string, number>} */ (Object.assign({}, ...tags.map(weekdaysOf).reverse())),
    months: /** @type {Record<string, number>} */ (Object.assign({}, ...tags.map(monthsOf).reverse())),
    /** Between two words. */
    filler: /^[\s,،]+/u,
    /** Before what one is reminded of. */
    lead: new RegExp(`^[\\s,،:;–—-]*(?:(?:${either('lead')})(?=\\s)\\s+)?`, 'iu'),
    /** No word goes on behind it. */
    end: '(?![\\p{L}\\p{M}\\p{N}])',
  };
}

/** @param {string} locale */
export function vocabulary(locale) {
  if (!known.has(locale)) known.set(locale, joined(locale));
  return /** @type {ReturnType<typeof joined>} */ (known.get(locale));
}
