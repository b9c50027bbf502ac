// @ts-check
/** The look of polls comes with the first one. */

/** @type {Promise<void> | undefined} */
let coming;

/** Resolves when it is there, or is not to be had. */
export const styled = () =>
  (coming ??= new Promise((resolve) => {
    const sheets = /** @type {HTMLLinkElement[]} */ ([...document.querySelectorAll('link[rel="stylesheet"]')]);
    if (sheets.some(({ href }) => href.endsWith('/polls.css'))) return resolve();
    const done = () => resolve();
    document.head.append(Object.assign(document.createElement('link'), { rel: 'stylesheet', href: sheets[0].href.replace(/[^/]+$/, 'polls.css'), onload: done, onerror: done }));
  }));
