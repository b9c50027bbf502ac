// @ts-check
/** The commands of rooms and messages. */
import { api } from '../core/net/api.js';
import { confirmed } from '../core/dom/page.js';
import { fold } from '../core/i18n/fold.js';
import { isolated } from '../core/i18n/direction.js';
import { listed, t } from '../core/i18n/translate.js';
import { signal } from '../core/store/signals.js';

/** @typedef {import('../core/dom/registry.js').Command} Command @typedef {import('../core/dom/registry.js').Where} Where */

const inGroup = (/** @type {Where} */ { room }) => room.kind !== 'direct' && !room.archived;

/** Names as people write them: `@ann, @ben`. @param {string} args */
const namesIn = (args) => args.split(/[\s,]+/u).map((name) => name.replace(/^[@＠]/u, '')).filter(Boolean);

/** @param {string} query @param {Where} where */
async function findRoom(query, { app }) {
  const wanted = fold(query.replace(/^#/, ''));
  const own = Object.values(app.store.get().rooms).find((room) => room.kind !== 'direct' && fold(room.name) === wanted);
  if (own) return own;
  const { rooms } = await api('GET', `/rooms?scope=public&q=${encodeURIComponent(query)}`);
  return rooms.find((/** @type {{name: string}} */ { name }) => fold(name) === wanted) ?? (rooms.length === 1 ? rooms[0] : null);
}

/** @type {Command[]} */
export const commands = [
  {
    name: 'topic',
    args: t('what this room is about'),
    says: t('Set the topic of this room'),
    when: inGroup,
    async run(topic, { room }) {
      if (!topic) return { error: t('Write the new topic behind /topic.') };
      await api('PATCH', `/rooms/${room.id}`, { topic });
      return { said: t('The topic was changed.') };
    },
  },
  {
    name: 'invite',
    args: '@name',
    says: t('Bring somebody into this room'),
    when: inGroup,
    async run(args, { room }) {
      const names = namesIn(args);
      if (!names.length) return { error: t('Write whom to bring in: /invite @name') };
      for (const username of names) await api('POST', `/rooms/${room.id}/members`, { username });
      const shown = { names: listed(names.map(isolated)) };
      return { said: room.hidesHistory ? t('{names} can read along from now on.', shown) : t('{names} can read along now.', shown) };
    },
  },
  {
    name: 'join',
    bare: true,
    args: t('name of a room'),
    says: t('Join a room, or go to it'),
    async run(query, where) {
      const room = query ? await findRoom(query, where) : null;
      if (!room) return void signal('switcher', { query });
      if (!room.role) where.app.store.dispatch({ type: 'roomAdded', data: await api('POST', `/rooms/${room.id}/join`) });
      signal('openRoom', { room: room.id });
    },
  },
  {
    name: 'leave',
    says: t('Leave this room'),
    when: inGroup,
    async run(_, { room }) {
      const yes = await confirmed(t('Leave {room}?', { room: isolated(room.name) }), t('Leave'));
      if (yes) await api('POST', `/rooms/${room.id}/leave`);
    },
  },
  {
    name: 'msg',
    bare: true,
    args: '@name',
    says: t('Write to somebody directly'),
    async run(args, { app }) {
      const members = namesIn(args);
      if (!members.length) return void signal('dialog', { name: 'direct' });
      const room = await api('POST', '/rooms', { kind: 'direct', members });
      app.store.dispatch({ type: 'roomAdded', data: room });
      signal('openRoom', { room: room.id });
    },
  },
  {
    name: 'me',
    args: t('what you do'),
    says: t('Say what you do, in italics'),
    run: (text) => (text ? { send: text.replace(/^(\s*)(\S.*?)(\s*)$/gmu, '$1_$2_$3') } : { error: t('Write behind /me what you do.') }),
  },
  {
    name: 'shrug',
    args: t('a message'),
    says: t('Put ¯\\_(ツ)_/¯ behind your message'),
    run: (text) => ({ send: `${text} ¯\\\\\\_(ツ)\\_/¯`.trim() }),
  },
  { name: 'help', says: t('Show all keys and commands'), run: () => signal('dialog', { name: 'help' }) },
];
