import { createHash } from "node:crypto";

/** Logical properties only: the same rules serve both ways of writing. */
export const style = `
:root { color-scheme: light dark; --line: #d5dbd8; --quiet: #5b6762; --accent: #1f6f5c; --band: #eef4f1; --text: #17211d; --page: #fff;
  font: 17px/1.6 system-ui, sans-serif; color: var(--text); background: var(--page); }
@media (prefers-color-scheme: dark) { :root { --line: #33403b; --quiet: #a3b1ab; --accent: #6fcbb2; --band: #18221e; --text: #e6ece9; --page: #0f1513; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: flex; flex-direction: column; overflow-wrap: break-word; }
a { color: var(--accent); }
a:focus-visible, input:focus-visible, button:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.in { width: 100%; max-width: 56rem; margin-inline: auto; padding-inline: 1.25rem; }
header { background: var(--band); border-block-end: 1px solid var(--line); padding-block: 1.5rem; }
.home header { padding-block: 3rem; }
.name { margin: 0 0 .9rem; font-size: 1.15rem; font-weight: 650; line-height: 1.3; }
.home .name { font-size: clamp(1.6rem, 5vw, 2.2rem); }
.name a { color: inherit; text-decoration: none; }
form { display: flex; gap: .6rem; max-width: 38rem; }
input[type=search] { flex: 1; min-width: 0; text-overflow: ellipsis; font: inherit; color: inherit; background: var(--page); border: 1px solid var(--quiet); border-radius: .6rem; padding: .6rem .9rem; }
button { font: inherit; font-weight: 600; color: var(--page); background: var(--accent); border: 0; border-radius: .6rem; padding: .6rem 1rem; cursor: pointer; }
main { flex: 1; padding-block: 2rem 3rem; }
h1 { font-size: clamp(1.5rem, 5vw, 1.9rem); line-height: 1.25; margin: .3rem 0 .2rem; }
h2 { font-size: 1.2rem; line-height: 1.35; margin: 2rem 0 .5rem; }
h3, h4, h5, h6 { font-size: 1.05rem; margin: 1.5rem 0 .4rem; }
.shelves { display: grid; gap: 1.5rem 2.5rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 20rem), 1fr)); }
.shelves h2 { margin: 0 0 .3rem; }
.list { list-style: none; margin: 0; padding: 0; }
h1 + .list { margin-block-start: 1rem; }
.list li { padding-block: .45rem; border-block-start: 1px solid var(--line); }
.list a { text-decoration: none; }
.list a:hover { text-decoration: underline; }
.list p { margin: .1rem 0 0; color: var(--quiet); font-size: .92rem; }
.quiet { color: var(--quiet); font-size: .9rem; margin: 0 0 1.2rem; }
article { max-width: 42rem; }
.plain { white-space: pre-wrap; }
pre, table { display: block; overflow-x: auto; max-width: 100%; }
pre { background: var(--band); padding: .8rem 1rem; border-radius: .5rem; }
table { border-collapse: collapse; }
th, td { border: 1px solid var(--line); padding: .35rem .7rem; text-align: start; }
blockquote { margin-inline: 0; padding-inline-start: 1rem; border-inline-start: 3px solid var(--line); color: var(--quiet); }
aside { max-width: 42rem; margin-block-start: 2.5rem; }
footer { border-block-start: 1px solid var(--line); padding-block: 1rem; font-size: .92rem; }
footer ul { display: flex; flex-wrap: wrap; gap: .4rem 1.2rem; list-style: none; margin: 0; padding: 0; }
footer a { display: inline-block; padding-block: .3rem; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
`;

/** Nothing runs here, nothing is fetched, and the search form leads back here. */
export const readerPolicy = {
  "default-src": ["'none'"],
  "style-src": [`'sha256-${createHash("sha256").update(style).digest("base64")}'`],
  "form-action": ["'self'"],
  "base-uri": ["'none'"],
  "frame-ancestors": ["'none'"],
};
