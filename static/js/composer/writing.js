// @ts-check
/** A field in which one writes Markdown: its keys, and what is pasted into it. */
import { pressed } from '../core/dom/keys.js';
import { announce } from '../core/dom/page.js';
import { t } from '../core/i18n/translate.js';
import { inCode, newLine, prefix } from './lines.js';
import { code, isAddress, link, surround } from './marks.js';
import { asMarkdown } from './paste.js';
import { startToolbar } from './toolbar.js';

/** @typedef {import('./marks.js').Selected} Selected @typedef {import('./marks.js').Change} Change */

/** What the keys and the buttons do, by their names. @type {Record<string, (selected: Selected) => Change>} */
const FORMATS = {
  bold: (selected) => surround(selected, ['**', '__']),
  italic: (selected) => surround(selected, ['_', '*']),
  strike: (selected) => surround(selected, ['~~']),
  code,
  link: (selected) => link(selected),
  list: (selected) => prefix(selected, 'list'),
  numbers: (selected) => prefix(selected, 'numbers'),
  quote: (selected) => prefix(selected, 'quote'),
};

/** @param {HTMLTextAreaElement} area @returns {Selected} */
const selectedIn = ({ value, selectionStart, selectionEnd }) => ({ value, start: selectionStart, end: selectionEnd });

/** Changes what stands in a field, so that Ctrl+Z takes it back. @param {HTMLTextAreaElement} area @param {Change} change */
function apply(area, { start, end, text, from, to }) {
  area.focus();
  area.setSelectionRange(start, end);
  // The only way that keeps the browser's own list of what was done; where there is none, without it.
  const done = document.execCommand(text ? 'insertText' : 'delete', false, text);
  if (!done || area.value.slice(start, start + text.length) !== text) {
    area.setRangeText(text, start, end, 'end');
    area.dispatchEvent(new Event('input', { bubbles: true }));
  }
  area.setSelectionRange(from, to);
  // What is put in so does not bring the cursor into sight by itself.
  if (to === area.value.length) area.scrollTop = area.scrollHeight;
}

/** @param {HTMLTextAreaElement} area @param {string} name */
export const format = (area, name) => apply(area, FORMATS[name](selectedIn(area)));

/** What was pasted as something else than text. */
const TOLD = { table: () => t('Pasted as a table.'), code: () => t('Pasted as code.') };

/** @param {HTMLTextAreaElement} area @param {ClipboardEvent} event */
function paste(area, event) {
  const data = event.clipboardData;
  const plain = data?.getData('text/plain') ?? '';
  if (!data || !plain || data.files.length || inCode(area.value, area.selectionStart)) return;
  const selected = selectedIn(area);
  const chosen = selected.value.slice(selected.start, selected.end).trim();
  if (chosen && isAddress(plain.trim()) && !isAddress(chosen) && !chosen.includes('\n\n')) {
    event.preventDefault();
    return apply(area, link(selected, plain.trim()));
  }
  const found = asMarkdown({ plain, html: data.getData('text/html'), editor: data.getData('vscode-editor-data') });
  if (!found) return;
  event.preventDefault();
  // First as it is: so Ctrl+Z leaves the text.
  const { start } = selected;
  const text = plain.replace(/\r\n?/g, '\n');
  apply(area, { ...selected, text, from: start + text.length, to: start + text.length });
  const before = start && area.value[start - 1] !== '\n' ? '\n' : '';
  const after = area.value[start + text.length] === '\n' ? '' : '\n';
  const whole = before + found.text + after;
  apply(area, { start, end: start + text.length, text: whole, from: start + whole.length, to: start + whole.length });
  announce(TOLD[found.kind]());
}

/** @param {HTMLTextAreaElement} area @param {KeyboardEvent} event @returns {boolean} whether it is done */
function key(area, event) {
  const { value, selectionStart: start, selectionEnd: end } = area;
  const name = pressed(event, 'write');
  if (name) {
    // Without a selection that key finds a room.
    if (name === 'link' && start === end) return false;
    format(area, name);
    return true;
  }
  if (event.key !== 'Enter' || event.ctrlKey || event.metaKey || event.altKey) return false;
  // In a block of code a line ends; elsewhere that is what Shift is for.
  if (!event.shiftKey && !inCode(value, start)) return false;
  const change = start === end ? newLine(value, start) : null;
  if (change) apply(area, change);
  else if (event.shiftKey) return false;
  else apply(area, { start, end, text: '\n', from: start + 1, to: start + 1 });
  return true;
}

/**
 * @param {HTMLTextAreaElement} area
 * @param {HTMLElement} box in which the toolbar stands, if it has one
 */
export function bind(area, box) {
  area.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || !key(area, event)) return;
    event.preventDefault();
    event.stopPropagation();
  });
  area.addEventListener('paste', (event) => paste(area, event));
  startToolbar(area, box, format);
}
