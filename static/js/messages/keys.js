// @ts-check
/** The keys of the box, of the conversation and of a message. */
import { mainPane, tellPane } from '../core/dom/pane.js';

/** @type {import('../core/dom/keys.js').Key[]} */
export const keys = [
  { where: 'box', name: 'send', key: 'Enter' },
  { where: 'box', name: 'newLine', key: 'Enter', shift: true },
  { where: 'box', name: 'editLast', key: 'ArrowUp' },
  { where: 'box', name: 'leaveReply', key: 'Escape' },
  { where: 'edit', name: 'save', key: 'Enter' },
  { where: 'edit', name: 'leaveEdit', key: 'Escape' },
  { where: 'page', name: 'firstUnread', key: 'PageUp', alt: true, does: () => tellPane(mainPane(), 'toUnread') },
  { where: 'list', name: 'previousMessage', key: 'ArrowUp' },
  { where: 'list', name: 'nextMessage', key: 'ArrowDown' },
  { where: 'list', name: 'firstMessage', key: 'Home' },
  { where: 'list', name: 'newestMessage', key: 'End' },
  { where: 'list', name: 'intoMessage', key: 'ArrowRight' },
  { where: 'list', name: 'outOfMessage', key: 'ArrowLeft' },
  { where: 'list', name: 'leaveList', key: 'Escape' },
  { where: 'message', name: 'reply', key: 'r' },
  { where: 'message', name: 'edit', key: 'e' },
  { where: 'message', name: 'copy-link', key: 'c' },
  { where: 'message', name: 'mark-unread', key: 'u' },
  { where: 'message', name: 'delete', key: 'Delete' },
  { where: 'message', name: 'more', key: 'm' },
];
