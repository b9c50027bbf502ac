// @ts-check
/** Tells the server when the person has left their device, and when they are back. */
const IDLE = 5 * 60 * 1000;

/** @param {import('../core/dom/app.js').App} app */
export function start({ link, store }) {
  let active = true;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  const tell = () => link.tell('setPresence', { state: active ? 'active' : 'away' });

  function becomes(/** @type {boolean} */ now) {
    if (now === active) return;
    active = now;
    tell();
  }

  function touched() {
    clearTimeout(timer);
    timer = setTimeout(() => becomes(false), IDLE);
    if (document.visibilityState === 'visible') becomes(true);
  }

  for (const type of ['pointerdown', 'pointermove', 'keydown', 'focus', 'wheel', 'touchstart']) {
    window.addEventListener(type, touched, { passive: true, capture: true });
  }
  // A hidden page is not looked at; the timer that is running decides, so that a short look elsewhere is nothing.
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && touched());
  // A new connection starts as active on the server.
  store.subscribe((state, before) => {
    if (!active && state.connection.state !== before.connection.state && link.online()) tell();
  });
  touched();
}
