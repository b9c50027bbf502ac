// @ts-check
/** Has something sent later. It goes to the server as it is: so never where what leaves is encrypted. */
import { app } from '../core/dom/app.js';
import { toast } from '../core/dom/page.js';
import { serverTime } from '../core/i18n/time.js';
import { t } from '../core/i18n/translate.js';
import { WireError } from '../core/net/socket.js';
import { uuid } from '../core/net/uuid.js';
import { inShort } from './moments.js';

/** What was tried, with its id: trying it again makes no second one. @type {WeakMap<HTMLElement, {content: string, clientId: string}>} */
const tried = new WeakMap();

/** Why nothing of a room is sent later, whatever the server says of it by now; '': it can be. @param {number|null} room */
export const whySealed = (room) =>
  app().features.keeping?.of(room ?? 0) ? t('Nothing is sent later here: only your devices can encrypt it, and may be off.') : '';

/**
 * @param {HTMLElement} area in which it was written
 * @param {Written} written
 * @param {import('./moments.js').When} when
 * @param {Date} date the same
 * @throws {WireError} as a request does; `forbidden` where the room is encrypted, also since the moment was asked for
 */
export async function schedule(area, { room, content, replyTo, extra, done }, when, date) {
  const why = whySealed(room);
  if (why) throw new WireError('forbidden', why);
  const last = tried.get(area);
  const clientId = last?.content === content ? last.clientId : uuid();
  tried.set(area, { content, clientId });
  const scheduled = await app().link.request('scheduleMessage', { room, content, clientId, ...(replyTo ? { replyTo } : {}), ...extra, ...when });
  tried.delete(area);
  app().store.dispatch({ type: 'scheduledChanged', data: { scheduled } });
  done();
  toast(t('It will be sent: {when}', { when: inShort(date, new Date(serverTime.now())) }));
}
