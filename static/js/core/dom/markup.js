// @ts-check
/** The dialogs of a room's page, and what they are made of: nobody sees them before they do something, so they come then. */
import { page } from '../net/api.js';

/** @type {Promise<void>|undefined} */
let coming;

/** Puts them into the page, once. @returns {Promise<void>} @throws {import('../net/socket.js').WireError} where they cannot be fetched: asked again, it tries again */
export const dialogsHere = () => (coming ??= fetched().catch((error) => ((coming = undefined), Promise.reject(error))));

async function fetched() {
  const found = [...(await page('/rooms/dialogs', 'dialogs')).children].map((one) => document.importNode(one, true));
  const sheets = /** @type {HTMLLinkElement[]} */ (found.filter((one) => one instanceof HTMLLinkElement));
  // They are seen with their look, if that can be had; what the page says beside it goes before.
  const styled = sheets.map((one) => new Promise((done) => (one.onload = one.onerror = done)));
  document.querySelector('link[rel="stylesheet"]')?.after(...sheets);
  await Promise.all(styled);
  document.body.append(...found.filter((one) => !(one instanceof HTMLLinkElement)));
}
