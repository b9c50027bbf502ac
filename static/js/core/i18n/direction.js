// @ts-check
/** Text of people beside other text, so that neither changes the order of the other. */

// Letters of scripts that run from right to left, and whatever turns a direction.
const TURNS = /[\u0590-\u08ff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefe\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

const runsLeft = () => globalThis.document?.dir === 'rtl';

/**
 * The text to be put into a sentence that is not markup, such as a title or a label: between signs that
 * isolate it (U+2068, U+2069), where that makes a difference: in a sentence from left to right for what may turn,
 * in one from right to left always, as even the last sign of a Latin name (`C#`) would jump to its other side.
 * What it leaves open does not reach out.
 * @param {string} text
 */
export const isolated = (text) => (text && (runsLeft() || TURNS.test(text)) ? `\u2068${text.replace(/[\u202a-\u202e\u2066-\u2069]/g, '')}\u2069` : text);

const MOST = 140;
const letters = globalThis.Intl?.Segmenter ? new Intl.Segmenter() : null;

/**
 * The beginning of a text on one line, cut between what people see as characters, with a sign if it was.
 * @param {string} text
 */
export function quoteOf(text) {
  let end = 0;
  let count = 0;
  for (const { segment } of letters?.segment(text) ?? [...text].map((char) => ({ segment: char }))) {
    if (count === MOST) return `${text.slice(0, end).trimEnd()}…`;
    end += segment.length;
    count += 1;
  }
  return text;
}
