// @ts-check
/** The form in which texts are compared where people search; the same as weconnect/folding.py's, by the same steps. */

const ACCENT = /\p{Default_Ignorable_Code_Point}|(?!\p{Script_Extensions=Hiragana})(?=\p{Mn})[\p{Script=Inherited}\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}]/gu;
const ASCII = /^[\x00-\x7f]*$/;

/** Without differences of case, width, composition and accents. @param {string} text */
export function fold(text) {
  if (ASCII.test(text)) return text.toLowerCase();
  // To and fro, so that letters meet which have one capital in common: ß and ss, ı and i.
  const small = text.normalize('NFKD').replace(ACCENT, '').toLowerCase().toUpperCase().toLowerCase().replaceAll('ς', 'σ');
  return small.normalize('NFKC');
}
