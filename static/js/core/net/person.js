// @ts-check
/** Whose page this is. The login of the browser is one for all its tabs, and may be another's by now. */

/** @returns {number|null|undefined} the person's id; null: nobody was logged in; undefined: the page does not say */
export function person() {
  const said = globalThis.document?.querySelector('meta[name="person"]')?.getAttribute('content');
  return said === undefined || said === null ? undefined : Number(said) || null;
}
