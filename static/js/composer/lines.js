// @ts-check
/**
 * What formatting does to whole lines: quotes and lists, and how they go on.
 *
 * @typedef {import('./marks.js').Selected} Selected
 * @typedef {import('./marks.js').Change} Change
 */

// What may stand before what a line says: quotes, and the sign of an item.
export const QUOTES = /^[ \t]*(?:>[ \t]?)*/;
export const ITEM = /^([ \t]*(?:>[ \t]?)*[ \t]*)(?:([-*+])|(\d{1,9})([.)]))([ \t]+)(\[[ xX]\][ \t]+)?/;
const QUOTED = /^[ \t]*(?:>[ \t]?)+/;
const FENCE = /^[ \t]*(?:>[ \t]?)*[ \t]*(?:(`{3,})[^`]*|(~{3,}).*)$/;

/** The lines that a selection touches. @param {Selected} selected */
export function linesOf({ value, start, end }) {
  const from = value.lastIndexOf('\n', start - 1) + 1;
  // What ends right behind a line break does not touch the next line.
  const last = end > start && value[end - 1] === '\n' ? end - 1 : end;
  const to = value.indexOf('\n', last);
  return { from, to: to < 0 ? value.length : to };
}

/** Whether a place in a text is inside of a block of code; behind the fence that closes one it is not. @param {string} value @param {number} at @returns {boolean} */
export function inCode(value, at) {
  let open = '';
  const lines = value.slice(0, at).split('\n');
  for (const [index, line] of lines.entries()) {
    const found = FENCE.exec(line);
    const fence = found?.[1] ?? found?.[2];
    // The last line is still being written: it opens nothing yet.
    if (!open) open = index < lines.length - 1 ? (fence ?? '') : '';
    else if (fence?.startsWith(open) && line.trimEnd().endsWith(fence)) open = '';
  }
  return Boolean(open);
}

/** What begins each line of a kind. @type {Record<string, {known: RegExp, put: (at: number) => string}>} */
const KINDS = {
  quote: { known: /^[ \t]*>[ \t]?/, put: () => '> ' },
  list: { known: /^[ \t]*[-*+][ \t]+/, put: () => '- ' },
  numbers: { known: /^[ \t]*\d{1,9}[.)][ \t]+/, put: (at) => `${at + 1}. ` },
};

/** Makes the selected lines a quote or a list, or what they were before. @param {Selected} selected @param {keyof typeof KINDS} kind @returns {Change} */
export function prefix(selected, kind) {
  const { value } = selected;
  const { from, to } = linesOf(selected);
  const { known, put } = KINDS[kind];
  const lines = value.slice(from, to).split('\n');
  const counted = lines.filter((line) => line.trim());
  const off = counted.length > 0 && counted.every((line) => known.test(line));
  let number = 0;
  const changed = lines.map((line) => {
    if (off) return line.replace(known, '');
    if (!line.trim() && lines.length > 1 && kind !== 'quote') return line;
    // A list of one kind becomes one of the other.
    const bare = kind === 'quote' ? line : line.replace(KINDS.list.known, '').replace(KINDS.numbers.known, '');
    return put(number++) + bare;
  });
  const text = changed.join('\n');
  const end = from + text.length;
  return { start: from, end: to, text, from: lines.length > 1 ? from : end, to: end };
}

/**
 * What a new line begins with: the next item of a list, or of a quote. Behind an empty item the list ends.
 * @param {string} value @param {number} at where the line is broken
 * @returns {Change|null} null: with nothing
 */
export function newLine(value, at) {
  if (inCode(value, at)) return null;
  const from = value.lastIndexOf('\n', at - 1) + 1;
  const end = value.indexOf('\n', at);
  const line = value.slice(from, end < 0 ? value.length : end);
  const item = ITEM.exec(line);
  const begun = item?.[0] ?? QUOTED.exec(line)?.[0];
  if (!begun || at < from + begun.length) return null;
  if (!line.slice(begun.length).trim()) {
    const kept = item && item[1].includes('>') ? item[1] : '';
    return { start: from, end: from + line.length, text: kept, from: from + kept.length, to: from + kept.length };
  }
  const [, before = '', bullet, number, dot, space = ' ', task] = item ?? [];
  const next = item ? `${before}${bullet ?? Number(number) + 1 + dot}${space}${task ? '[ ] ' : ''}` : begun;
  const text = `\n${next}`;
  return { start: at, end: at, text, from: at + text.length, to: at + text.length };
}
