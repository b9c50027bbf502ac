// @ts-check
/** Which messages a text links to: the twin of `linked` in weconnect/permalinks/service.py. */

const MOST_QUOTES = 3;
const LINK = /^(?:messages\/(\d{1,19})\/there|rooms\/\d+[^\s#]{0,200}#m-(\d{1,19}))/;

/** The id of the message to which an address leads; none: NaN. @param {string} href */
export const messageAt = (href) => {
  const [, first, second] = (href.startsWith(`${location.origin}/`) && LINK.exec(href.slice(location.origin.length + 1))) || [];
  return Number(first ?? second);
};

/** The ids of messages that a text links to, but for what it quotes from others. @param {string} text @returns {number[]} */
export function linked(text) {
  const site = `${location.origin}/`;
  if (!text.includes(site)) return [];
  const lines = text.split('\n').filter((line) => !line.trimStart().startsWith('>'));
  const ids = lines.flatMap((line) => line.split(site).slice(1)).flatMap((piece) => {
    const [, first, second] = LINK.exec(piece) ?? [];
    return Number(first ?? second) || [];
  });
  return [...new Set(ids)].slice(0, MOST_QUOTES);
}
