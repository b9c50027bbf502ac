// @ts-check
/** `/remind`: be told something at a time. */
import { localTime, zoneHere } from '../core/i18n/local-time.js';
import { clock, serverTime } from '../core/i18n/time.js';
import { locale, t } from '../core/i18n/translate.js';
import { uuid } from '../core/net/uuid.js';
import { parsed } from './when.js';

/** "Me", as one begins in each language. */
const ME = /^(?:me|mich|لي|ني)(?=\s|$)\s*/iu;
const HELP = () => t('Write when, and then what: /remind me tomorrow 9:00 call Bo; in 20 minutes; every Monday at 9:30.');

/** @type {import('../core/dom/registry.js').Command[]} */
export const commands = [
  {
    name: 'remind',
    bare: true,
    args: t('me tomorrow 9:00 call Bo'),
    says: t('Be reminded of something; without words see all reminders'),
    async run(args, { app, room }) {
      const said = args.replace(ME, '');
      if (!said) return void location.assign('/reminders');
      const now = new Date(serverTime.now());
      const found = parsed(said, now, locale);
      if (!found) return { error: HELP() };
      const { at, repeat, rest } = found;
      if (!(at > now)) return { error: t('That moment is past.') };
      if (rest && app.features.keeping?.of(room.id)) return { error: t('The server would read what you write here: in an encrypted room, say only when.') };
      const made = await app.link.request('setReminder', { clientId: uuid(), text: rest, local: localTime(at), zone: zoneHere(), repeat, room: room.id });
      return { said: t('You will be reminded: {when}', { when: clock.datetime(new Date(made.at ?? at)) }) };
    },
  },
];
