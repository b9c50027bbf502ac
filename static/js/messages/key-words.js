// @ts-check
/** What the help sheet says of the keys of the box, of the conversation and of a message. */
import { t } from '../core/i18n/translate.js';

/** @type {import('../core/dom/registry.js').KeyLine[]} */
export const lines = [
  [t('Send'), ['box.send']],
  [t('New line'), ['box.newLine']],
  [t('In an empty box: edit your last message'), ['box.editLast']],
  [t('Leave a reply, an edit or a list'), ['box.leaveReply', 'edit.leaveEdit', 'list.leaveList']],
  [t('While editing: save'), ['edit.save']],
  [t('First unread message'), ['page.firstUnread']],
  [t('In the conversation: message above, below'), ['list.previousMessage', 'list.nextMessage']],
  [t('First message here, newest message'), ['list.firstMessage', 'list.newestMessage']],
  [t('Into a message and out of it: its tools, links, reactions'), ['list.intoMessage', 'list.outOfMessage']],
  [t('On a message: reply'), ['message.reply']],
  [t('On a message: edit'), ['message.edit']],
  [t('On a message: copy its link'), ['message.copy-link']],
  [t('On a message: mark as unread from here'), ['message.mark-unread']],
  [t('On a message: delete'), ['message.delete']],
  [t('On a message: more'), ['message.more']],
];
