// @ts-check
/** Every word that a person sees or hears. A translation is a copy of this file. */

import { isolated } from './direction.js';

const rules = new Intl.PluralRules('en');

/** @param {number} n @param {string} one @param {string} other */
const plural = (n, one, other) => `${n.toLocaleString('en')} ${rules.select(n) === 'one' ? one : other}`;

/** The names of people, each on its own. @param {string[]} names */
const listed = (names) => list.format(names.map(isolated));

const list = new Intl.ListFormat('en', { type: 'conjunction' });

export const words = {
  language: 'en',

  connection: {
    reconnecting: 'Connection lost. Trying again…',
    offline: 'You are offline. What you write is kept and sent later.',
    'catching-up': (/** @type {number|undefined} */ toGo) => (toGo ? `Catching up: ${toGo.toLocaleString('en')} to go` : 'Catching up…'),
    complete: 'Up to date again',
    closed: 'You are logged out.',
    banned: 'This account may no longer use the chat.',
    expired: 'Your login has ended. Please log in again.',
    otherPerson: 'Somebody else is logged in here now. What you have not sent is kept for you.',
  },

  list: {
    newMessages: (/** @type {number} */ n) => plural(n, 'new message', 'new messages'),
    newest: 'Newest messages',
    label: (/** @type {string} */ room) => `Messages in ${isolated(room)}`,
    between: (/** @type {string} */ names) => `Between you and ${isolated(names)}`,
    beginning: (/** @type {string} */ kind, /** @type {string} */ team) => {
      if (kind === 'direct') return 'Only the people in this conversation can read it.';
      if (kind === 'private') return 'This private room starts here. Only its members can read it.';
      return `This room starts here. Anybody in ${isolated(team)} can join it.`;
    },
    deleted: 'This message was deleted.',
    edited: 'edited',
    editedAt: (/** @type {string} */ when) => `Edited ${when}`,
    replyGone: 'A message that is no longer here',
    replyEarlier: 'An earlier message',
    gathered: (/** @type {number} */ n, /** @type {string[]} */ names, /** @type {number} */ others) =>
      `${plural(n, 'new message', 'new messages')} from ${list.format(others > 0 ? [...names.map(isolated), plural(others, 'other person', 'others')] : names.map(isolated))}`,
  },

  message: {
    copied: 'Link copied',
    copyFailed: 'Copying did not work. Select the text and copy it by hand.',
    delete: 'Delete',
    deleteQuestion: 'Delete this message? This cannot be undone.',
    deleteOthersQuestion: (/** @type {string} */ who) => `Delete this message of ${isolated(who)}? This cannot be undone.`,
    editedGone: 'The message was deleted while you edited it. Your text is in the box below.',
    notSentYet: 'This message is still being sent. It opens for editing as soon as it is.',
    takenBack: 'The message that was not sent is in the box again.',
    changeKept: 'Your change was not saved. The text is still here.',
    reactionFailed: 'Your reaction was not saved. Please try again.',
    deleteFailed: 'The message was not deleted. Please try again.',
    failed: {
      badRequest: 'Not sent: this message cannot be sent.',
      forbidden: 'Not sent: you may not write here.',
      notFound: 'Not sent: you are no longer in this room.',
      tooLarge: 'Not sent: this message is too long.',
      odd: 'Not sent: this text has characters in it that cannot be sent.',
      other: 'Not sent.',
    },
    /** Of a refusal only the server knows which it is. */
    notSent: (/** @type {string} */ code = 'other', /** @type {string} */ said = '') => {
      const reasons = /** @type {Record<string, string>} */ (words.message.failed);
      return code === 'forbidden' && said ? `Not sent. ${said}` : (reasons[code] ?? reasons.other);
    },
  },

  reaction: (/** @type {string} */ emoji, /** @type {number} */ n, /** @type {boolean} */ mine) =>
    mine ? `${emoji} ${n}, you reacted` : `${emoji} ${n}`,
  copied: (/** @type {string} */ who, /** @type {string} */ when) => `${who}, ${when}`,
  yes: 'Yes, go on',
  leave: 'Log out',
  copyDone: 'Copied',
  unsent: (/** @type {number} */ n) => `${plural(n, 'message has', 'messages have')} not been sent yet. If you log out now, ${n === 1 ? 'it is' : 'they are'} lost.`,
  you: 'You',
  somebody: 'somebody',
  others: (/** @type {number} */ n) => (n === 1 ? 'one other' : `${n} others`),
  reacted: (/** @type {string[]} */ names, /** @type {string} */ emoji) => `${listed(names)} reacted with ${emoji}`,

  input: {
    placeholder: (/** @type {string} */ room) => `Message ${isolated(room)}`,
    reply: (/** @type {string} */ who) => `Reply to ${isolated(who)}`,
    remaining: (/** @type {number} */ n) => (n >= 0 ? `${plural(n, 'character', 'characters')} left` : `${plural(-n, 'character', 'characters')} too many`),
    hidden: (/** @type {string[]} */ names) => `This text has hidden signs that others will see: ${names.join(', ')}`,
    tooLong: 'This message is too long. Please shorten it or send it in parts.',
  },

  /** The help sheet: each line with the keys that do it, by place and name. @type {[string, string[]][]} */
  keys: [
    ['Send', ['box.send']],
    ['New line', ['box.newLine']],
    ['In an empty box: edit your last message', ['box.editLast']],
    ['Leave a reply, an edit, a list or a window', ['box.leaveReply', 'edit.leaveEdit', 'list.leaveList', 'page.leavePane']],
    ['While editing: save', ['edit.save']],
    ['Find a room', ['page.findRoom']],
    ['Room above', ['page.roomAbove']],
    ['Room below', ['page.roomBelow']],
    ['In the conversation: message above, below', ['list.previousMessage', 'list.nextMessage']],
    ['First message here, newest message', ['list.firstMessage', 'list.newestMessage']],
    ['Into a message and out of it: its tools, links, reactions', ['list.intoMessage', 'list.outOfMessage']],
    ['On a message: reply', ['message.reply']],
    ['On a message: edit', ['message.edit']],
    ['On a message: react', ['message.react']],
    ['On a message: copy its link', ['message.copy-link']],
    ['On a message: delete', ['message.delete']],
    ['In a list: move', ['links.up', 'links.down', 'options.up', 'options.down']],
    ['In a list: first, last', ['links.first', 'links.last']],
    ['In a list of results: choose', ['options.choose']],
    ['While choosing people: remove the last one', ['chips.removeLast']],
    ['This list', ['page.help']],
  ],

  typing: (/** @type {string[]} */ names) => {
    if (!names.length) return '';
    if (names.length > 3) return 'Several people are typing';
    return `${listed(names)} ${names.length === 1 ? 'is' : 'are'} typing`;
  },

  people: {
    here: (/** @type {number} */ n) => `${n.toLocaleString('en')} here`,
    all: (/** @type {number} */ n) => `All ${n.toLocaleString('en')} people`,
    state: /** @type {Record<string, string>} */ ({ online: 'here', away: 'away', offline: 'not here' }),
    role: /** @type {Record<string, string>} */ ({ owner: 'owner', admin: 'admin', member: '', guest: 'guest' }),
    you: (/** @type {string} */ name) => `${isolated(name)} (you)`,
  },

  rooms: {
    kind: /** @type {Record<string, string>} */ ({ public: 'Public room', private: 'Private room', direct: 'Direct message' }),
    all: (/** @type {number} */ n) => `All ${n.toLocaleString('en')} rooms`,
    private: 'private',
    unread: 'unread',
    mentionsYou: (/** @type {number} */ n) => plural(n, 'mention', 'mentions'),
    opened: (/** @type {string} */ name) => `${isolated(name)} opened`,
    removed: (/** @type {string} */ name) => `You are no longer in ${isolated(name)}.`,
    joined: 'joined',
    archived: 'archived',
    nobody: 'Nobody chosen yet. Type a name.',
    remove: (/** @type {string} */ name) => `Remove ${isolated(name)}`,
    results: (/** @type {number} */ n) => plural(n, 'result', 'results'),
  },

  update: {
    there: 'A new version is there.',
    needed: 'This page is of an older version. Reload it to go on.',
    missing: 'That part of the page could not be loaded. Reload the page to try again.',
  },

  title: (/** @type {number} */ unread, /** @type {string} */ room, /** @type {string} */ team) => {
    const place = [room, team].filter(Boolean).map(isolated).join(' · ');
    return unread ? `(${unread > 99 ? '99+' : unread}) ${place}` : place;
  },

  errors: /** @type {Record<string, string>} */ ({
    offline: 'You are not connected. Please try again when the connection is back.',
    timeout: 'The server did not answer. Please try again.',
    other: 'That did not work. Please try again.',
  }),
};

/**
 * What to tell a person about an error: the server's sentence, or ours for what never reached it.
 * @param {any} error
 */
export const explain = (error) => words.errors[error?.code] ?? (error?.code && error.message ? error.message : words.errors.other);
