// @ts-check
/** How long something sounds, as players write it. */
import { locale } from '../core/i18n/translate.js';

const digits = new Intl.NumberFormat(locale, { minimumIntegerDigits: 2, useGrouping: false });
const whole = new Intl.NumberFormat(locale, { useGrouping: false });

/** `1:07`. @param {number} seconds */
export const clock = (seconds) => `${whole.format(Math.floor(seconds / 60))}:${digits.format(Math.floor(seconds % 60))}`;
