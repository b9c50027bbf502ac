// @ts-check
/** The REST interface, with the session of this page. */
import { noteBuild } from './build.js';
import { person } from './person.js';
import { signal } from '../store/signals.js';
import { WireError } from './socket.js';

const token = () => document.querySelector('meta[name="csrf-token"]')?.getAttribute('content') ?? '';

/** What every question says of itself. @returns {Record<string, string>} */
const common = () => ({ Accept: 'application/json', ...(person() ? { 'X-Person': String(person()) } : {}) });

/** What a change says besides. @returns {Record<string, string>} */
export const signed = () => ({ ...common(), 'X-CSRFToken': token() });

/**
 * @param {string} method
 * @param {string} path below /api/v1
 * @param {object} [body]
 * @returns {Promise<any>} the parsed answer, null for one without a body; any: what a path answers is known to who asks
 * @throws {WireError}
 */
export async function api(method, path, body) {
  const headers = method === 'GET' ? common() : signed();
  if (body) headers['Content-Type'] = 'application/json';
  const options = { method, headers, credentials: /** @type {const} */ ('same-origin'), keepalive: method === 'DELETE', body: body && JSON.stringify(body) };
  const response = await fetch(`/api/v1${path}`, options).catch(() => null);
  if (!response) throw new WireError('offline');
  noteBuild(response);
  const answer = response.status === 204 ? null : await response.json().catch(() => null);
  if (response.ok) return answer;
  const { code = 'other', message, retryAfter } = answer?.error ?? {};
  if (code === 'otherPerson') signal('otherPerson');
  throw new WireError(code, message, retryAfter, answer?.error);
}

/**
 * How this page's login has ended; null while it stands. Without a network nobody can say: `unknown`.
 * @returns {Promise<'expired'|'otherPerson'|'unknown'|null>}
 */
export async function ended() {
  const response = await fetch('/api/v1/me', { headers: common() }).catch(() => null);
  noteBuild(response);
  if (response?.ok) return null;
  return response?.status === 401 ? 'expired' : response?.status === 409 ? 'otherPerson' : 'unknown';
}

/**
 * Sends a form of this page, also while the page is being left.
 * @param {HTMLFormElement} form
 * @returns {Promise<string|null>} where the answer leads; null: it is not taken, or nobody can say
 */
export async function sendForm(form) {
  const body = new URLSearchParams(/** @type {[string, string][]} */ ([...new FormData(form)]));
  const response = await fetch(form.action, { method: 'POST', headers: common(), body, keepalive: true }).catch(() => null);
  return response?.ok ? response.url : null;
}

/** A file of this server, or some bytes of it. @param {string} address @param {[from: number, to: number]} [part] without the byte at `to` @throws {WireError} where it cannot be fetched */
export async function file(address, part) {
  const headers = { ...common(), ...(part && { Range: `bytes=${part[0]}-${part[1] - 1}` }) };
  const response = await fetch(address, { headers }).catch(() => null);
  if (!response?.ok) throw new WireError(response ? 'notFound' : 'offline');
  return response;
}

/**
 * A page of this server that is put into another one: the browser reads it, and runs nothing in it.
 * @param {string} address
 * @param {string} mark its `data-` attribute: whoever is logged out by now is led elsewhere
 * @returns {Promise<HTMLElement>}
 * @throws {WireError} where it cannot be fetched
 */
export const page = (address, mark) =>
  new Promise((done, refused) => {
    const asking = new XMLHttpRequest();
    asking.open('GET', address);
    asking.responseType = 'document';
    for (const [name, value] of Object.entries({ ...common(), Accept: 'text/html' })) asking.setRequestHeader(name, value);
    asking.onerror = () => refused(new WireError('offline'));
    asking.onload = () => (mark in (asking.response?.body?.dataset ?? {}) ? done(asking.response.body) : refused(new WireError('notFound')));
    asking.send();
  });
