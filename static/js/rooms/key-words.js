// @ts-check
/** What the help sheet says of the keys. */
import { t, tc } from '../core/i18n/translate.js';

/** @typedef {import('../core/dom/keys.js').Key} Key */

/** Lines with the keys that do it, by place and name. @type {[string, string[]][]} */
const lines = [
  [t('Send'), ['box.send']],
  [t('New line'), ['box.newLine']],
  [t('In an empty box: edit your last message'), ['box.editLast']],
  [t('Leave a reply, an edit, a list or a window'), ['box.leaveReply', 'edit.leaveEdit', 'list.leaveList', 'page.leavePane']],
  [t('While editing: save'), ['edit.save']],
  [t('Room above'), ['page.roomAbove']],
  [t('Room below'), ['page.roomBelow']],
  [t('Unread room above'), ['page.unreadAbove']],
  [t('Unread room below'), ['page.unreadBelow']],
  [t('First unread message'), ['page.firstUnread']],
  [t('Mark all rooms as read'), ['page.readAll']],
  [t('In the conversation: message above, below'), ['list.previousMessage', 'list.nextMessage']],
  [t('First message here, newest message'), ['list.firstMessage', 'list.newestMessage']],
  [t('Into a message and out of it: its tools, links, reactions'), ['list.intoMessage', 'list.outOfMessage']],
  [t('On a message: reply'), ['message.reply']],
  [t('On a message: edit'), ['message.edit']],
  [t('On a message: copy its link'), ['message.copy-link']],
  [t('On a message: mark as unread from here'), ['message.mark-unread']],
  [t('On a message: delete'), ['message.delete']],
  [t('In a list: move'), ['links.up', 'links.down', 'options.up', 'options.down']],
  [t('In a list: first, last'), ['links.first', 'links.last']],
  [t('In a list of results: choose'), ['options.choose']],
  [t('While choosing people: remove the last one'), ['chips.removeLast']],
  [t('This list'), ['page.help']],
];

/** The lines of the help sheet. What features say of theirs stands behind the others of its place. @param {Key[]} keys */
export function linesOf(keys) {
  const all = [...lines];
  for (const { where, name, says } of keys) {
    if (!says) continue;
    const at = all.findLastIndex(([, names]) => names[0].startsWith(`${where}.`));
    all.splice(at + 1 || all.length, 0, [says(), [`${where}.${name}`]]);
  }
  return all;
}

/** Under what the sheet has the keys of which places; those of a feature's own place stand with the conversation's. @type {[string, string[]][]} */
const groups = [
  [t('Writing'), ['box', 'edit']],
  [t('Getting about'), ['page']],
  [t('In the conversation'), ['list', 'message']],
  [t('In lists'), ['links', 'options', 'chips']],
];

/** The lines in groups, each with its heading. @param {Key[]} keys @returns {[string, [string, string[]][]][]} */
export function groupsOf(keys) {
  const known = groups.flatMap(([, places]) => places);
  const placeOf = ([, [name]] = /** @type {[string, string[]]} */ (['', ['']])) => name.split('.')[0];
  return groups.map(([title, places]) => [
    title,
    linesOf(keys).filter((line) => places.includes(placeOf(line)) || (places.includes('list') && !known.includes(placeOf(line)))),
  ]);
}

/** What is printed on keys. @type {Record<string, string>} */
const CAPS = {
  Ctrl: tc('key', 'Ctrl'),
  Alt: tc('key', 'Alt'),
  Shift: tc('key', 'Shift'),
  Enter: tc('key', 'Enter'),
  Esc: tc('key', 'Esc'),
  Home: tc('key', 'Home'),
  End: tc('key', 'End'),
  Delete: tc('key', 'Delete'),
  Backspace: tc('key', 'Backspace'),
  PgUp: tc('key', 'PgUp'),
};

const SIGNS = /** @type {Record<string, string>} */ ({ ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', PageUp: 'PgUp', ArrowRight: '→', Escape: 'Esc' });

/** The caps of a key, as they are printed on it. @param {Key} key @returns {string[]} */
export function capsOf({ key, command, alt, shift }) {
  const mac = /mac|iphone|ipad/i.test(navigator.platform);
  const sign = SIGNS[key] ?? (key.length === 1 ? key.toUpperCase() : key);
  return [...(command ? [mac ? '⌘' : 'Ctrl'] : []), ...(alt ? ['Alt'] : []), ...(shift ? ['Shift'] : []), sign].map((cap) => CAPS[cap] ?? cap);
}
