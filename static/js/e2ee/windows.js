// @ts-check
/** The dialogs of encryption, by their names; each is fetched when it is asked for. */
import { app } from '../core/dom/app.js';
import { missing } from '../core/dom/lazy.js';
import { keyring } from './keyring.js';

/** @param {Signals['e2ee']} wish */
export async function open({ show, person = 0, name, flow = '' }) {
  try {
    // What the bar says may be another thing when it closes.
    const closed = () => app().store.dispatch({ type: 'keyring', data: {} });
    if (show === 'setUp') (await import('./set-up.js')).openSetUp({ closed });
    if (show === 'backup') (await import('./set-up.js')).openRecovery({ closed });
    if (show === 'unlock') {
      const status = await keyring().status();
      (await import('./unlock.js')).openUnlock(status);
    }
    if (show === 'verification') {
      const now = app().store.get().e2ee.verifications[flow];
      await (await import('./verify.js')).openVerification(flow, { name, now });
    }
    if (show === 'split') (await import('./split.js')).openSplit(person, name ?? '');
    if (show === 'person') (await import('./person.js')).openPerson(person, name ?? '', { approved: async () => (await import('./room.js')).failedFor('identityChanged').forEach((entry) => app().outbox.retry(entry)) });
  } catch {
    missing();
  }
}
