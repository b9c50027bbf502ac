// @ts-check

// What may make a text say something else than it shows: nobody takes apart a text without it. As on the server,
// weconnect/formatting/markdown.py.
const SIGNIFICANT = /[\\`*_[<&\r\0\t]|~~|\|\||\$\$| {2}|^ | \n|\n[ \n]| $|(?:^|\n)(?:[#>+=:|-]|[0-9]+[.)])|:[^\s:]{1,128}:/;

/** Whether the text may say something else than it shows. @param {string} text */
export const isSignificant = (text) => SIGNIFICANT.test(text);
