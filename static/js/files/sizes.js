// @ts-check
/** Sizes in words, as the server says them (weconnect/engine/i18n/sizes.py). */
import { t } from '../core/i18n/translate.js';

/** To one digit, of two that are as near the even one. @param {number} n */
const rounded = (n) => ((n * 4) % 2 === 1 ? Math.round(n * 5) / 5 : Number(n.toFixed(1)));

/** "1.2 MB" @param {number} size in bytes */
export function sizeOf(size) {
  const units = [t('{n} bytes'), t('{n} KB'), t('{n} MB'), t('{n} GB')];
  let at = 0;
  let n = size;
  for (; n >= 1000 && at < units.length - 1; at += 1) n /= 1000;
  return t(units[at], { n: rounded(n) });
}
