// @ts-check
/**
 * People as they stand in several slices: of a new name each hears for itself.
 *
 * @typedef {import('../wire.js').User} User
 * @typedef {import('../wire.js').Message} Message
 */

/** @param {User} a @param {User} b */
export const sameName = (a, b) => a.username === b.username && a.displayName === b.displayName && a.avatar === b.avatar;

/** @param {User} user @returns {User} */
export const bare = ({ id, username, displayName, avatar }) => ({ id, username, displayName, avatar });

/** Those people with a person's present name. @template {User} T @param {T[]} people @param {User} user @returns {T[]} */
export const renamed = (people, user) =>
  people.some((one) => one.id === user.id && !sameName(one, user)) ? people.map((one) => (one.id === user.id ? { ...one, ...bare(user) } : one)) : people;

/**
 * Messages with the present names of their senders, and of those whom they call for: a new name is no change of a
 * message, so it has no version of its own.
 * @param {Message[]} list
 * @param {User[]} users
 */
export function withNames(list, users) {
  const names = new Map(users.map((user) => [user.id, bare(user)]));
  let changed = false;
  const out = list.map((message) => {
    const user = names.get(message.sender.id) ?? message.sender;
    const other = (/** @type {import('../wire.js').Called} */ { kind, id, displayName }) => (kind === 'person' ? names.get(id ?? 0)?.displayName : undefined) ?? displayName;
    const called = message.called?.some((one) => other(one) !== one.displayName) ? message.called.map((one) => ({ ...one, displayName: other(one) })) : message.called;
    if (sameName(user, message.sender) && called === message.called) return message;
    changed = true;
    return { ...message, sender: user, called };
  });
  return changed ? out : list;
}
