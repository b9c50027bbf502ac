// @ts-check
/**
 * Saying something in the person's language. The English text is the key, as on the server
 * (weconnect/engine/i18n/translate.py); `bin/words` finds it where it stands in the source. The page brings
 * the texts of its language along; without them this is English.
 */

/** @type {import('./types.d.ts').Catalogue} */
const catalogue = globalThis.catalogue ?? { language: 'en', texts: {} };

/** As the server's pages have it: British in its dates. */
export const locale = catalogue.language === 'en' ? 'en-GB' : catalogue.language;

const rules = new Intl.PluralRules(locale);
const list = new Intl.ListFormat(locale, { type: 'conjunction' });

/** The forms that the language has, in the order of CLDR, which is that of gettext. */
const CATEGORIES = ['zero', 'one', 'two', 'few', 'many', 'other'].filter((one) => rules.resolvedOptions().pluralCategories.includes(/** @type {Intl.LDMLPluralRule} */ (one)));

/** @param {number} n */
export const number = (n) => n.toLocaleString(locale);

/** Names, one after the other. @param {string[]} names */
export const listed = (names) => list.format(names);

/** @param {string} text @param {Record<string, string | number>} [values] */
const filled = (text, values) =>
  values ? text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? (typeof values[name] === 'number' ? number(values[name]) : String(values[name])) : whole)) : text;

/**
 * The text, with what stands in braces filled in; numbers as the language writes them.
 * @param {string} text @param {Record<string, string | number>} [values]
 */
export function t(text, values) {
  const found = Object.hasOwn(catalogue.texts, text) ? catalogue.texts[text] : text;
  return filled(typeof found === 'string' ? found : text, values);
}

/** A text that means different things: `context` tells translators which. @param {string} context @param {string} text */
export function tc(context, text) {
  const found = catalogue.texts[`${context}\u0004${text}`];
  return typeof found === 'string' ? found : text;
}

/**
 * The text that goes with a number, which is `{n}` in it.
 * @param {string} one @param {string} other @param {number} n @param {Record<string, string | number>} [values]
 */
export function tn(one, other, n, values) {
  const forms = Object.hasOwn(catalogue.texts, one) ? catalogue.texts[one] : '';
  const form = Array.isArray(forms) ? (forms[CATEGORIES.indexOf(rules.select(n))] ?? forms.at(-1)) : n === 1 ? one : other;
  return filled(form ?? other, { n, ...values });
}
