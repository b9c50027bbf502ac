// @ts-check
/** What is pasted, as Markdown: a table out of a spreadsheet as a table, code out of an editor as code. */
import { fence } from './marks.js';

/** @typedef {{plain: string, html: string, editor: string}} Pasted what the clipboard has of each kind */

// What an editor, or a page, says of what was monospaced there.
const CODE = /(?:<!--StartFragment-->|<body[^>]*>|^)\s*(?:<meta[^>]*>\s*)*<(?:pre\b|div\s+style="[^"]*font-family:[^"]*mono)/i;
const NUMBER = /^[-+−]?[\p{Sc}]?\s?\p{Nd}[\p{Nd}.,'’\s]*\s?[%\p{Sc}]?$/u;
// What would be more than text in a cell.
const SPECIAL = /[\\|`*<[\]~$]/g;
const LANGUAGE = /^[a-z0-9+#-]{1,20}$/;

/** The cells of a text whose rows are lines and whose columns tabs divide; those with either in them stand in quotes. @param {string} text */
export function cellsOf(text) {
  /** @type {string[][]} */
  const rows = [];
  /** @type {string[]} */
  let row = [];
  for (const [, quoted, bare, end] of `${text.replace(/\r\n?/g, '\n').replace(/\n$/, '')}\n`.matchAll(/(?:"((?:[^"]|"")*)"(?=[\t\n])|([^\t\n]*))([\t\n])/g)) {
    row.push((quoted?.replaceAll('""', '"') ?? bare).trim());
    if (end === '\t') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

/** Rows as a table, the first of them its head. @param {string[][]} rows */
function table(rows) {
  const columns = rows[0].map((_, at) => rows.slice(1).map((row) => row[at]).filter(Boolean));
  const rule = columns.map((cells) => (cells.length && cells.every((cell) => NUMBER.test(cell)) ? '---:' : '---'));
  const cells = (/** @type {string[]} */ row) => row.map((cell) => cell.replace(SPECIAL, '\\$&').replace(/\s+/g, ' ') || ' ');
  return [cells(rows[0]), rule, ...rows.slice(1).map(cells)].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

/** The language that an editor names. @param {string} editor */
function languageOf(editor) {
  try {
    const { mode } = JSON.parse(editor);
    return LANGUAGE.test(mode) && mode !== 'plaintext' ? mode : '';
  } catch {
    return '';
  }
}

/**
 * What is pasted in the form that it has in Markdown.
 * @param {Pasted} pasted
 * @returns {{kind: 'table'|'code', text: string}|null} null: it is text
 */
export function asMarkdown({ plain, html, editor }) {
  const text = plain.replace(/\r\n?/g, '\n').replace(/\n+$/, '');
  if (/<table\b/i.test(html) && text.includes('\t')) {
    const rows = cellsOf(text);
    if (rows.length > 1 && rows.every(({ length }) => length === rows[0].length && length > 1)) return { kind: 'table', text: table(rows) };
  }
  if (!text.includes('\n')) return null;
  // What is written in prose in an editor is prose here.
  const language = languageOf(editor);
  if (editor ? language && language !== 'markdown' : CODE.test(html)) return { kind: 'code', text: fence(text, language) };
  return null;
}
