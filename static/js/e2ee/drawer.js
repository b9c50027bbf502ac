// @ts-check
/** What is written in encrypted rooms and not sent: the worker keeps it. Where there is none, the page has it in memory as long as it lives. */
import { keyring, usable } from './keyring.js';

function ring() {
  if (!usable()) throw new Error('nothing is kept here');
  return keyring();
}

/** @param {string} name */
export const take = async (name) => ring().kept(name);

/** @param {string} name @param {string|null} text null: it is gone */
export const put = async (name, text) => ring().keep(name, text);

/** For all of one's own devices. @param {string} name @param {string} text */
export const seal = async (name, text) => ring().sealOwn(name, text);

/** @param {string} name @param {string} sealed */
export const open = async (name, sealed) => ring().openOwn(name, sealed);
