// @ts-check
/** `/mute`: a room is muted, or no more. */
import { t } from '../core/i18n/translate.js';

/** @type {import('../core/dom/registry.js').Command[]} */
export const commands = [
  {
    name: 'mute',
    says: t('Mute this conversation, or unmute it'),
    async run(_, { app, room }) {
      const level = room.usualLevel ? null : room.level;
      const told = await app.link.request('setLevel', { room: room.id, level, muted: !room.muted });
      app.store.dispatch({ type: 'levelChanged', data: told });
      return { said: told.muted ? t('Muted: nothing here calls for you. /mute ends that.') : t('This conversation is heard again.') };
    },
  },
];
