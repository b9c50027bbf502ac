// @ts-check
/**
 * The emojis that Unicode has. They are fetched when they are first asked for, by `:name:` in a text or by whoever
 * chooses one.
 *
 * @typedef {[group: number, emoji: string, names: string, toned: 0|1, version: number]} Row
 */
import { file } from '../net/api.js';

const FOLDER = new URL('../../../vendor/emojibase-data@17.0.0/', import.meta.url).href;

/** @type {Map<string, string>|undefined} */
let known;
/** @type {Promise<Row[]>|undefined} */
let fetched;

/** A file of the data. Throws where it cannot be fetched. @param {string} name */
export const fetchData = async (name) => (await file(`${FOLDER}${name}.json`)).json();

/** The emojis by their names for `:name:`; undefined until they are fetched. */
export const standard = () => known;

/** @param {Row[]} rows */
export function keep(rows) {
  known = new Map(rows.flatMap(([, emoji, names]) => names.split(' ').map((name) => /** @type {[string, string]} */ ([name, emoji]))));
  return rows;
}

/** All of them, in Unicode's order. Throws where they cannot be fetched. @returns {Promise<Row[]>} */
export const fetchRows = () => (fetched ??= fetchData('emoji').then(keep, (error) => ((fetched = undefined), Promise.reject(error))));

/** How an emoji looks in a skin tone: each sign that can have one gets it. @param {string} emoji @param {number} tone 0: none */
export const toned = (emoji, tone) => (tone ? emoji.replace(/(?!(?<=\u200d)🤝)(\p{Emoji_Modifier_Base})\ufe0f?/gu, `$1${String.fromCodePoint(0x1f3fa + tone)}`) : emoji);

/** Those of which it is known without the data that they have tones: one sign, or one and a gender. */
const SIMPLE = /^\p{Emoji_Modifier_Base}\ufe0f?(?:\u200d[♀♂]\ufe0f?)?$/u;

/** The same of any emoji, as far as it surely has one. @param {string} emoji @param {number} tone */
export const tonedSurely = (emoji, tone) => (SIMPLE.test(emoji) ? toned(emoji, tone) : emoji);
