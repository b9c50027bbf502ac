// @ts-check
/** Records of plain state: changed as a whole, and the same object where nothing in them changes. */

/** @template T @param {Record<string, T>} record @param {(value: T) => T} change @returns {Record<string, T>} */
export function mapped(record, change) {
  let changed = false;
  const out = Object.entries(record).map(([id, value]) => {
    const next = change(value);
    if (next !== value) changed = true;
    return [id, next];
  });
  return changed ? Object.fromEntries(out) : record;
}

/** @template T @param {Record<string, T>} record @param {(string|number)[]} gone @returns {Record<string, T>} the record without them */
export function without(record, gone) {
  const keys = new Set(gone.map(String).filter((key) => key in record));
  return keys.size ? Object.fromEntries(Object.entries(record).filter(([key]) => !keys.has(key))) : record;
}
