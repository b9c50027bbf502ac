export interface Catalogue {
  language: string;
  /** What is said in the language, by what stands in the source; with several forms, where a number is in it. */
  texts: Record<string, string | string[]>;
}

declare global {
  /** What the page brings along; without it the page speaks as the source does. */
  var catalogue: Catalogue | undefined;
}
