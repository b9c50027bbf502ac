// @ts-check
/** What the server says of an error, in another language than English: as `explain` of weconnect/engine/i18n/translate.py. */
import { t, tn } from './translate.js';
import texts from './told.js';

/** @param {string} text */
function said(text) {
  const found = texts[text];
  return typeof found === 'string' ? found : text;
}

/** What stands in the sentence: a field by its name, so many hours or bytes in words @param {string} name @param {string | number} value */
function inSentence(name, value) {
  if (typeof value !== 'string') return value;
  if (name === 'problem') return said(value);
  if (name === 'field') return value.replace(/^[^.]+/, said);
  const [, amount, unit = ''] = /^([0-9.]+) ([A-Za-z]+)$/.exec(value) ?? [];
  const form = texts[`{n} ${unit}`] ?? texts[`{n} ${unit.replace(/s$/, '')}`];
  if (!amount || !form) return value;
  return Array.isArray(form) ? tn(form, '', Number(amount)) : t(form, { n: Number(amount) });
}

/** @param {string} template @param {Record<string, string | number>} [params] */
export function inLanguage(template, params = {}) {
  return t(said(template), Object.fromEntries(Object.entries(params).map(([name, value]) => [name, inSentence(name, value)])));
}
