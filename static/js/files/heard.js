// @ts-check
/** Beside a recording: its form, from which one goes on, and how fast it is played. */
import { number, t } from '../core/i18n/translate.js';
import { file } from '../core/net/api.js';
import { clock } from './clock.js';

const SVG = 'http://www.w3.org/2000/svg';
const SPEEDS = [1, 1.5, 2, 0.75];
/** In bytes: what is fetched to be drawn. Larger ones have no form. */
const MOST_DRAWN = 2_000_000;
/** Of a second: enough to see its form. */
const SAMPLES = 8000;
const BARS = 60;
const HIGH = 32;

/** @type {WeakSet<HTMLAudioElement>} */
const bound = new WeakSet();

/** @param {HTMLAudioElement} audio @param {HTMLElement} tools @param {number} size in bytes */
export function bindAudio(audio, tools, size) {
  if (bound.has(audio)) return;
  bound.add(audio);
  tools.append(speedOf(audio));
  if (size > MOST_DRAWN) return;
  const seen = new IntersectionObserver(([{ isIntersecting }]) => {
    if (!isIntersecting) return;
    seen.disconnect();
    draw(audio, tools).catch(() => {});
  });
  seen.observe(audio);
}

/** @param {HTMLAudioElement} audio */
function speedOf(audio) {
  const button = Object.assign(document.createElement('button'), { type: 'button', className: 'button button-small' });
  const show = () => {
    button.textContent = `${number(audio.playbackRate)}×`;
    button.setAttribute('aria-label', t('Speed: {speed}', { speed: `${number(audio.playbackRate)}×` }));
  };
  button.addEventListener('click', () => {
    audio.playbackRate = SPEEDS[(SPEEDS.indexOf(audio.playbackRate) + 1) % SPEEDS.length];
    show();
  });
  show();
  return button;
}

/** @param {HTMLAudioElement} audio @param {HTMLElement} tools */
async function draw(audio, tools) {
  const bytes = await (await file(audio.src)).arrayBuffer();
  const sound = await new OfflineAudioContext(1, 1, SAMPLES).decodeAudioData(bytes);
  const said = Object.assign(document.createElement('span'), { className: 'quiet', textContent: clock(sound.duration) });
  const { form, played } = formOf(peaksOf(sound.getChannelData(0)));
  const length = () => (Number.isFinite(audio.duration) ? audio.duration : sound.duration);
  audio.addEventListener('timeupdate', () => played.setAttribute('width', String((audio.currentTime / length()) * BARS * 4)));
  // By keyboard one goes on and back in the player itself.
  form.addEventListener('click', (event) => {
    const { left, width } = form.getBoundingClientRect();
    audio.currentTime = ((event.clientX - left) / width) * sound.duration;
    audio.play();
  });
  tools.prepend(form, said);
}

/** How loud it is, from 0 to 1, in so many parts of the same length. @param {Float32Array} samples */
function peaksOf(samples) {
  const step = samples.length / BARS;
  const peaks = Array.from({ length: BARS }, (_, at) => samples.subarray(Math.floor(at * step), Math.max(Math.floor(at * step) + 1, Math.floor((at + 1) * step))).reduce((most, one) => Math.max(most, Math.abs(one)), 0));
  const loudest = Math.max(...peaks, 0.01);
  return peaks.map((peak) => peak / loudest);
}

/** @param {number[]} peaks */
function formOf(peaks) {
  const node = (/** @type {string} */ name, /** @type {Record<string, string>} */ attributes) => {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };
  const d = peaks.map((peak, at) => `M${at * 4 + 1} ${HIGH / 2 - Math.max(1, (peak * HIGH) / 2)}v${Math.max(2, peak * HIGH)}`).join('');
  const form = node('svg', { class: 'heard-form', viewBox: `0 0 ${BARS * 4} ${HIGH}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' });
  const inner = node('svg', { width: '0', height: String(HIGH), class: 'heard-played' });
  inner.append(node('path', { d }));
  form.append(node('path', { d }), inner);
  return { form, played: inner };
}
