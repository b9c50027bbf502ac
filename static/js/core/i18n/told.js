// @ts-check
/**
 * What the server may say of an error, by the English text, for which it needs none; to the page of another language
 * the server hands this out with that language's.
 * @type {Record<string, string | string[]>}
 */
export default {};
