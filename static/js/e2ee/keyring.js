// @ts-check
/** The keys of this page's person: the one client of the page, started when somebody first asks. */
import { person } from '../core/net/person.js';
import { uuid } from '../core/net/uuid.js';
import { createClient } from './client.js';

/** @type {import('./client.js').Client|undefined} */
let client;

/** Whether this browser, and the way in which the page came, can keep keys at all. */
export const usable = () => Boolean(globalThis.isSecureContext && navigator.locks && crypto.subtle && globalThis.indexedDB && globalThis.BroadcastChannel && globalThis.WebAssembly);

/** How one's other devices call this one: the browser and the system, by the names that they give themselves. */
function deviceName() {
  const { userAgent: agent } = navigator;
  const first = (/** @type {string[]} */ names) => names.find((name) => agent.includes(name)) ?? '';
  const browser = first(['Firefox', 'Edg', 'OPR', 'SamsungBrowser', 'Chrome', 'CriOS', 'FxiOS', 'Safari']);
  const system = first(['Android', 'iPhone', 'iPad', 'Windows', 'Mac OS X', 'CrOS', 'Linux']);
  const called = /** @type {Record<string, string>} */ ({ Edg: 'Edge', OPR: 'Opera', CriOS: 'Chrome', FxiOS: 'Firefox', SamsungBrowser: 'Samsung Internet', 'Mac OS X': 'macOS', CrOS: 'ChromeOS' });
  return [browser, system].filter(Boolean).map((name) => called[name] ?? name).join(', ');
}

function makeWorker() {
  const url = new URL('./worker/entry.js', import.meta.url).href;
  const { trustedTypes } = /** @type {{trustedTypes?: {createPolicy: (name: string, rules: object) => {createScriptURL: (url: string) => string}}}} */ (globalThis);
  const policy = trustedTypes?.createPolicy('weconnect', {
    createScriptURL(/** @type {string} */ wanted) {
      if (wanted !== url) throw new TypeError('no script of ours');
      return wanted;
    },
  });
  return new Worker(policy?.createScriptURL(url) ?? url, { type: 'module', name: 'keys' });
}

/** The client; asked for where `usable()`. */
export function clientOf() {
  const me = person() ?? 0;
  const csrf = document.querySelector('meta[name="csrf-token"]')?.getAttribute('content') ?? '';
  client ??= createClient({
    name: `weconnect:e2ee:${me}`,
    tab: uuid(),
    start: { person: me, csrf, name: deviceName() },
    locks: navigator.locks,
    channel: /** @type {import('./client.js').Port} */ (new BroadcastChannel(`weconnect:keys:${me}`)),
    makeWorker,
  });
  return client;
}

/** What one asks the worker. @returns {import('./worker/api').Keyring} */
export const keyring = () => clientOf().keyring;
