// @ts-check
/**
 * Saying something in the person's language. The English text stands in the call, where `bin/words` finds it, as on
 * the server (weconnect/engine/i18n/translate.py); to the page of another language the server hands this out with the
 * texts of that language in their place (weconnect/engine/web/script_words.py).
 */

/** The language of the page, as its pages' dates have it: English is British. */
export const locale = ((lang) => (lang === 'en' ? 'en-GB' : lang))(globalThis.document?.documentElement?.lang || 'en');

const rules = new Intl.PluralRules(locale);
const list = new Intl.ListFormat(locale, { type: 'conjunction' });

/** The forms that the language has, in the order of CLDR, which is that of gettext. */
const CATEGORIES = ['zero', 'one', 'two', 'few', 'many', 'other'].filter((one) => rules.resolvedOptions().pluralCategories.includes(/** @type {Intl.LDMLPluralRule} */ (one)));

/** @param {number} n */
export const number = (n) => n.toLocaleString(locale);

/** Names, one after the other. @param {string[]} names */
export const listed = (names) => list.format(names);

/**
 * The text, with what stands in braces filled in; numbers as the language writes them.
 * @param {string} text @param {Record<string, string | number>} [values]
 */
export const t = (text, values) =>
  values ? text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? (typeof values[name] === 'number' ? number(values[name]) : String(values[name])) : whole)) : text;

/** A text that means different things: `context` tells translators which. @param {string} context @param {string} text */
export const tc = (context, text) => text;

/**
 * The text that goes with a number, which is `{n}` in it.
 * @param {string | string[]} one @param {string} other in another language all forms come in place of the one, as CLDR orders them
 * @param {number} n @param {Record<string, string | number>} [values]
 */
export function tn(one, other, n, values) {
  const form = typeof one === 'string' ? (n === 1 ? one : other) : (one[CATEGORIES.indexOf(rules.select(n))] ?? one.at(-1));
  return t(form ?? other, { n, ...values });
}
