// @ts-check
/**
 * Telling a device that what it sent did not arrive: an empty message through a channel that works. Whoever gets one hands out its
 * rooms' keys again with its next message. (The library makes new channels, but does not say so to the other side.)
 */
import { within } from './patience.js';

const AGAIN_MS = 3600 * 1000;
/** Devices that are remembered to have been told. */
const MOST = 2000;

/** @param {import('./environment.d.ts').Ring} ring */
export function createNudging({ env, machine, named, requests, device: own }) {
  /** @type {Map<string, number>} when which device was told */
  const told = new Map();

  /** @param {number} person @param {string} device */
  async function nudge(person, device) {
    const last = told.get(device);
    if (device === own || (last !== undefined && env.now() - last < AGAIN_MS)) return;
    told.set(device, env.now());
    if (told.size > MOST) told.delete(/** @type {string} */ (told.keys().next().value));
    const found = await within(machine.getDevice(named.user(person), named.device(device)));
    if (!found?.isCrossSignedByOwner()) return;
    await requests.send(await within(machine.getMissingSessions(named.users([person]))));
    const content = JSON.parse(await within(/** @type {Promise<string>} */ (found.encryptToDeviceEvent('m.dummy', {}))));
    await env.rest('POST', '/e2ee/mail', { transaction: crypto.randomUUID(), type: 'm.room.encrypted', messages: [{ person, device, content }] });
  }

  return {
    nudge,
    /** The sender of mail that could not be read, by the key that stands on it. @param {number} person @param {string} key */
    async nudgeKey(person, key) {
      /** @type {import('./environment.d.ts').LibraryDevice[]} */
      const devices = (await within(machine.getUserDevices(named.user(person)))).devices();
      const found = devices.find((one) => one.curve25519Key?.toBase64() === key);
      if (found) await nudge(person, found.deviceId.toString());
    },
  };
}
