// @ts-check
/**
 * What the page of a room says from its first moment on; what comes later brings its own words. In English: `bin/words`
 * takes them into the catalogues of other languages.
 */

import { isolated } from './direction.js';
import { listed, locale, number, t, tn } from './translate.js';

/** The names of people, each on its own. @param {string[]} names */
const named = (names) => listed(names.map(isolated));

export const words = {
  connection: {
    reconnecting: t('Connection lost. Trying again…'),
    offline: t('You are offline. What you write is kept and sent later.'),
    'catching-up': (/** @type {number|undefined} */ toGo) => (toGo ? t('Catching up: {n} to go', { n: toGo }) : t('Catching up…')),
    complete: t('Up to date again'),
    closed: t('You are logged out.'),
    banned: t('This account may no longer use the chat.'),
    expired: t('Your login has ended. Please log in again.'),
    otherPerson: t('Somebody else is logged in here now. What you have not sent is kept for you.'),
  },

  list: {
    newMessages: (/** @type {number} */ n) => tn('{n} new message', '{n} new messages', n),
    newest: t('Newest messages'),
    label: (/** @type {string} */ room) => t('Messages in {room}', { room: isolated(room) }),
    between: (/** @type {string} */ names) => t('Between you and {names}', { names: isolated(names) }),
    beginning: (/** @type {string} */ kind, /** @type {string} */ team) => {
      if (kind === 'direct') return t('Only the people in this conversation can read it.');
      if (kind === 'private') return t('This private room starts here. Only its members can read it.');
      return t('This room starts here. Anybody in {team} can join it.', { team: isolated(team) });
    },
    sinceYouCame: t('You see what was said since you came.'),
    deleted: t('This message was deleted.'),
    edited: t('edited'),
    editedAt: (/** @type {string} */ when) => t('Edited {when}', { when }),
    replyGone: t('A message that is no longer here'),
    replyEarlier: t('An earlier message'),
    sealed: t('An encrypted message'),
    gathered: (/** @type {number} */ n, /** @type {string[]} */ names, /** @type {number} */ others) => {
      const more = others > 0 ? [tn('{n} other person', '{n} others', others)] : [];
      return tn('{n} new message from {names}', '{n} new messages from {names}', n, { names: listed([...names.map(isolated), ...more]) });
    },
  },

  message: {
    copyFailed: t('Copying did not work. Select the text and copy it by hand.'),
    editedGone: t('The message was deleted while you edited it. Your text is in the box below.'),
    failed: {
      badRequest: t('Not sent: this message cannot be sent.'),
      forbidden: t('Not sent: you may not write here.'),
      notFound: t('Not sent: you are no longer in this room.'),
      tooLarge: t('Not sent: this message is too long.'),
      odd: t('Not sent: this text has characters in it that cannot be sent.'),
      other: t('Not sent.'),
    },
    /** Of a refusal only the server knows which it is. */
    notSent: (/** @type {string} */ code = 'other', /** @type {string} */ said = '') => {
      const reasons = /** @type {Record<string, string>} */ (words.message.failed);
      return code === 'forbidden' && said ? t('Not sent. {reason}', { reason: said }) : (reasons[code] ?? reasons.other);
    },
  },

  reaction: (/** @type {string} */ emoji, /** @type {number} */ n, /** @type {boolean} */ mine) =>
    mine ? t('{emoji} {n}, you reacted', { emoji, n }) : `${emoji} ${number(n)}`,
  yes: t('Yes, go on'),
  leave: t('Log out'),
  copyDone: t('Copied'),
  unsent: (/** @type {number} */ n) => tn('{n} message has not been sent yet. If you log out now, it is lost.', '{n} messages have not been sent yet. If you log out now, they are lost.', n),
  you: t('You'),
  somebody: t('somebody'),
  others: (/** @type {number} */ n) => tn('one other', '{n} others', n),
  reacted: (/** @type {string[]} */ names, /** @type {string} */ emoji) => t('{names} reacted with {emoji}', { names: named(names), emoji }),

  input: {
    placeholder: (/** @type {string} */ room) => t('Message {room}', { room: isolated(room) }),
    reply: (/** @type {string} */ who) => t('Reply to {name}', { name: isolated(who) }),
    remaining: (/** @type {number} */ n) => (n >= 0 ? tn('{n} character left', '{n} characters left', n) : tn('{n} character too many', '{n} characters too many', -n)),
    hidden: (/** @type {string[]} */ names) => t('This text has hidden signs that others will see: {names}', { names: names.join(', ') }),
    tooLong: t('This message is too long. Please shorten it or send it in parts.'),
  },

  typing: (/** @type {string[]} */ names) => {
    if (!names.length) return '';
    if (names.length > 3) return t('Several people are typing');
    return tn('{names} is typing', '{names} are typing', names.length, { names: named(names) });
  },

  people: {
    here: (/** @type {number} */ n) => tn('{n} here', '{n} here', n),
    all: (/** @type {number} */ n) => tn('All {n} people', 'All {n} people', n),
    /** For ears, behind the number. */
    word: (/** @type {number} */ n) => tn('person', 'people', n),
    state: /** @type {Record<string, string>} */ ({ online: t('here'), away: t('away'), offline: t('not here') }),
    role: /** @type {Record<string, string>} */ ({ owner: t('owner'), admin: t('admin'), member: '', guest: t('guest') }),
    you: (/** @type {string} */ name) => t('{name} (you)', { name: isolated(name) }),
  },

  rooms: {
    kind: /** @type {Record<string, string>} */ ({ public: t('Public room'), private: t('Private room'), direct: t('Direct message') }),
    all: (/** @type {number} */ n) => tn('All {n} rooms', 'All {n} rooms', n),
    private: t('private'),
    unread: t('unread'),
    mentionsYou: (/** @type {number} */ n) => tn('{n} mention', '{n} mentions', n),
    mentionWord: (/** @type {number} */ n) => tn('mention', 'mentions', n),
    opened: (/** @type {string} */ name) => t('{room} opened', { room: isolated(name) }),
    find: t('Find a room'),
    removed: (/** @type {string} */ name) => t('You are no longer in {room}.', { room: isolated(name) }),
  },

  update: {
    there: t('A new version is there.'),
    needed: t('This page is of an older version. Reload it to go on.'),
    missing: t('That part of the page could not be loaded. Reload the page to try again.'),
  },

  title: (/** @type {number} */ unread, /** @type {string} */ room, /** @type {string} */ team) => {
    const place = [room, team].filter(Boolean).map(isolated).join(' · ');
    return unread ? `(${unread > 99 ? '99+' : unread}) ${place}` : place;
  },

  errors: /** @type {Record<string, string>} */ ({
    offline: t('You are not connected. Please try again when the connection is back.'),
    timeout: t('The server did not answer. Please try again.'),
    other: t('That did not work. Please try again.'),
  }),
};

/** The code of an error, if it has one. @param {unknown} error */
export const codeOf = (error) => (error instanceof Object && 'code' in error ? String(error.code) : '');

/**
 * What the server says of an error, in the person's language; what it may say is fetched with the first of them.
 * @param {unknown} error
 * @returns {Promise<string>} '' if it says nothing, or nothing that could be fetched
 */
export async function told(error) {
  /** @type {{message?: string, template?: string, params?: Record<string, string | number>}} */
  const { message = '', template = message, params } = error instanceof Object ? error : {};
  if (locale === 'en-GB') return t(template, params);
  const errors = await import('./errors.js').catch(() => null);
  return errors ? errors.inLanguage(template, params) : '';
}

/**
 * What to tell a person about an error: what the server says, or our words for what never reached it.
 * @param {unknown} error
 */
export const explain = async (error) => words.errors[codeOf(error)] ?? ((codeOf(error) && (await told(error))) || words.errors.other);
