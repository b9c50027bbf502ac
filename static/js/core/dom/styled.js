// @ts-check
/** Style sheets that come with what they dress, when that is first shown. */

/** @type {Map<string, Promise<void>>} */
const coming = new Map();

/** @param {string} name of the sheet @returns {Promise<void>} resolves when it is there, or is not to be had */
export function styled(name) {
  const found = coming.get(name) ?? fetched(`${name}.css`);
  coming.set(name, found);
  return found;
}

/** @param {string} file @returns {Promise<void>} */
function fetched(file) {
  const sheets = /** @type {HTMLLinkElement[]} */ ([...document.querySelectorAll('link[rel="stylesheet"]')]);
  // The page may have brought it along.
  if (sheets.some(({ href }) => href.endsWith(`/${file}`))) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => resolve();
    document.head.append(Object.assign(document.createElement('link'), { rel: 'stylesheet', href: sheets[0].href.replace(/[^/]+$/, file), onload: done, onerror: done }));
  });
}
