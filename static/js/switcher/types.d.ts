declare global {
  interface Signals {
    /** Opens what leads from one place to another; `query`: what is looked for. */
    switcher: { query?: string };
  }
}

export {};
