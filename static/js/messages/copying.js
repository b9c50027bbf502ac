// @ts-check
/** Copying messages: who, when and what, one after the other, and nothing that merely stands beside it. */
import { part } from '../core/dom/element.js';
import { clock } from '../core/i18n/time.js';
import { t } from '../core/i18n/translate.js';

/** @typedef {{who: string, when: string, quotes: string, text: string}} Copied */
/** @typedef {HTMLElement & {view: import('./message-item.js').View}} Copyable */

/**
 * What of a message's text is selected; '' if nothing is.
 * @param {Copyable} item @param {Range} selected
 */
function selectedText(item, selected) {
  const content = part(item, 'content');
  const here = document.createRange();
  here.selectNodeContents(content);
  const whole = here.toString();
  if (selected.compareBoundaryPoints(Range.END_TO_START, here) >= 0 || selected.compareBoundaryPoints(Range.START_TO_END, here) <= 0) return '';
  if (selected.compareBoundaryPoints(Range.START_TO_START, here) > 0) here.setStart(selected.startContainer, selected.startOffset);
  if (selected.compareBoundaryPoints(Range.END_TO_END, here) < 0) here.setEnd(selected.endContainer, selected.endOffset);
  const { message } = item.view;
  // A whole message is copied as it was written, with what is hidden in it.
  return here.toString() === whole && !message.deleted ? message.content : linesOf(here.cloneContents(), '').replace(/\n$/, '');
}

/** What stands there, each block on lines of its own. @param {Node} node @param {string} before @returns {string} */
function linesOf(node, before) {
  if (node instanceof Text) return before + node.data;
  if (node.nodeName === 'BR') return `${before}\n`;
  const apart = node instanceof Element && node.matches('p, h3, h4, h5, h6, li, blockquote, pre, tr');
  const ended = (/** @type {string} */ text) => (apart && text && !text.endsWith('\n') ? `${text}\n` : text);
  const cells = node.nodeName === 'TR' ? '\t' : '';
  return ended([...node.childNodes].reduce((text, child, at) => linesOf(child, at ? text + cells : text), ended(before)));
}

/** @param {Copyable} item @param {Range} selected @param {boolean} dated @returns {Copied} */
function copied(item, selected, dated) {
  const { message, quoted } = item.view;
  const date = new Date(message.timestamp);
  const isReply = message.replyTo && !message.deleted;
  return {
    who: message.sender.displayName,
    when: dated ? clock.datetime(date) : clock.time(date),
    quotes: isReply ? [quoted?.sender.displayName, part(item, 'reply-text').textContent].filter(Boolean).join(': ') : '',
    text: selectedText(item, selected),
  };
}

/** @param {Copied} one */
function plain({ who, when, quotes, text }) {
  const quote = quotes && `${quotes.replace(/^/gm, '> ')}\n`;
  return `${t('{who}, {when}', { who, when })}\n${quote}${text}`;
}

/** @param {Copied[]} list */
function rich(list) {
  const root = document.createElement('div');
  const add = (/** @type {string} */ tag, /** @type {string} */ text) => {
    const node = document.createElement(tag);
    node.dir = 'auto';
    text.split('\n').forEach((line, i) => node.append(...(i ? [document.createElement('br')] : []), line));
    root.append(node);
  };
  for (const { who, when, quotes, text } of list) {
    add('h4', t('{who}, {when}', { who, when }));
    if (quotes) add('blockquote', quotes);
    add('p', text);
  }
  return new XMLSerializer().serializeToString(root);
}

/** @param {import('./message-list.js').MessageList} list */
export function bindCopying(list) {
  list.on(document, 'copy', (event) => {
    const selection = getSelection();
    const field = /** @type {Element|null} */ (document.activeElement)?.matches('textarea, input');
    if (field || !selection?.rangeCount || selection.isCollapsed || !event.clipboardData) return;
    const range = selection.getRangeAt(0);
    const touched = /** @type {Copyable[]} */ ([...list.items.querySelectorAll('message-item')]).filter((item) => item.view && range.intersectsNode(item));
    const items = touched.filter((item) => selectedText(item, range));
    if (!items.length) return;
    // Within one message it is its text alone; from its name on, who said it and when, too.
    const alone = items.length === 1 && part(items[0], 'content').contains(range.startContainer);
    const days = new Set(items.map((item) => clock.key(new Date(item.view.message.timestamp))));
    const all = items.map((item) => copied(item, range, days.size > 1));
    event.clipboardData.setData('text/plain', alone ? all[0].text : `${all.map(plain).join('\n\n')}\n`);
    if (!alone) event.clipboardData.setData('text/html', rich(all));
    event.preventDefault();
  });
}
