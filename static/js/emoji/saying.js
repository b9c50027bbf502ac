// @ts-check
import { toast } from '../core/dom/page.js';
import { explain } from '../core/i18n/words.js';

/** Says why something did not work. @param {unknown} error */
export const complain = async (error) => toast(await explain(error), 'error');
