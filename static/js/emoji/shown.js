// @ts-check
/** Whether this browser has pictures for the emojis of a version of Unicode. */

/** Of all browsers that run this page. */
const OLD = 13;
const SIDE = 16;

/** What the first pixels of a sign are, drawn in a colour. @param {CanvasRenderingContext2D} canvas @param {string} emoji @param {string} colour */
function drawn(canvas, emoji, colour) {
  canvas.clearRect(0, 0, SIDE, SIDE);
  canvas.fillStyle = colour;
  canvas.fillText(emoji, 0, 0);
  return canvas.getImageData(0, 0, SIDE, SIDE).data.join();
}

/** A picture has its own colours; what is drawn in the place of an unknown sign has that of the text. @param {number} version @param {string} emoji one of that version */
export function isShown(version, emoji) {
  if (version < OLD) return true;
  const canvas = Object.assign(document.createElement('canvas'), { width: SIDE, height: SIDE }).getContext('2d', { willReadFrequently: true });
  if (!canvas) return true;
  canvas.font = `${SIDE}px sans-serif`;
  canvas.textBaseline = 'top';
  // Where no emoji is a picture, none is left out.
  const colours = (/** @type {string} */ sign) => drawn(canvas, sign, '#000') === drawn(canvas, sign, '#f00');
  return !colours('😀') || colours(emoji);
}
