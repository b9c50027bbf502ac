// @ts-check
/** What is said of files where only the words of messages are shown, as weconnect/files/words.py. */
import { isolated } from '../core/i18n/direction.js';
import { t, tn } from '../core/i18n/translate.js';

/** @typedef {import('../core/dom/registry.js').Said} Said */

/** Of encrypted rooms it is known of pictures alone that they are some. @param {Said} file */
const kindOf = ({ kind, width }) => kind ?? (width ? 'image' : 'other');

/** Files, one or more, in a few words. @param {Said[]} files */
export function inWords(files) {
  const [file] = files;
  const { name, alt } = file;
  const kind = kindOf(file);
  if (files.length > 1) {
    if (files.every((one) => kindOf(one) === 'image')) return tn('{n} picture', '{n} pictures', files.length);
    return tn('{n} file', '{n} files', files.length);
  }
  if (kind === 'image') return alt ? t('Picture: {alt}', { alt: isolated(alt) }) : t('Picture');
  if (kind === 'video') return t('Video: {name}', { name: isolated(name) });
  if (kind === 'audio') return t('Recording: {name}', { name: isolated(name) });
  return t('File: {name}', { name: isolated(name) });
}
