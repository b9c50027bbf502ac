// @ts-check
/** The REST interface, with the session of this page. */
import { WireError } from './socket.js';

const token = () => document.querySelector('meta[name="csrf-token"]')?.getAttribute('content') ?? '';

/**
 * @param {string} method
 * @param {string} path below /api/v1
 * @param {object} [body]
 * @returns {Promise<any>} the parsed answer; null for one without a body
 * @throws {WireError}
 */
export async function api(method, path, body) {
  /** @type {Record<string, string>} */
  const headers = { Accept: 'application/json' };
  if (method !== 'GET') headers['X-CSRFToken'] = token();
  if (body) headers['Content-Type'] = 'application/json';
  const options = { method, headers, credentials: /** @type {const} */ ('same-origin'), body: body && JSON.stringify(body) };
  const response = await fetch(`/api/v1${path}`, options).catch(() => null);
  if (!response) throw new WireError('offline');
  const answer = response.status === 204 ? null : await response.json().catch(() => null);
  if (response.ok) return answer;
  const { code = 'other', message, retryAfter } = answer?.error ?? {};
  throw new WireError(code, message, retryAfter);
}

/** Whether the session still stands. Without a network nobody can say, so it is believed. */
export async function loggedIn() {
  const response = await fetch('/api/v1/me', { headers: { Accept: 'application/json' } }).catch(() => null);
  return response?.status !== 401;
}
