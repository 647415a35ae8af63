/** A page of the stand-in for Shopify's own site; `body` is HTML whose parts went through `escaped`. */
export function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>${body}</body>
</html>`;
}

export function escaped(text: string): string {
  const signs: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
  return text.replace(/[&<>"']/g, (sign) => signs[sign] ?? sign);
}

const style = `
:root { --ink: #1f2a28; --soft: #66736f; --line: #dde3e0; --ground: #f1f3f1; --accent: #1b6b4c; color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 40rem; margin: 0 auto; padding: 3rem 1.25rem; }
header { padding: .75rem 1.25rem; background: var(--ink); color: #fff; font-size: .9rem; display: flex; gap: 1rem; }
header a { color: #fff; }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; }
p { margin: .25rem 0 1rem; color: var(--soft); }
ul { list-style: none; margin: 0; padding: 0; }
.card { display: flex; gap: 1rem; align-items: center; justify-content: space-between; background: #fff;
  border: 1px solid var(--line); border-radius: 10px; padding: 1rem 1.25rem; margin-bottom: .75rem; }
.card strong { display: block; }
.card span { color: var(--soft); font-size: .9rem; }
.buttons { display: flex; flex: none; gap: .5rem; }
button, .button { font: inherit; cursor: pointer; border: 1px solid var(--line); background: #fff; color: var(--ink);
  border-radius: 8px; padding: .45rem .9rem; text-decoration: none; }
button.main, .button.main { background: var(--accent); border-color: var(--accent); color: #fff; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.scopes li { padding: .35rem 0; border-bottom: 1px solid var(--line); }
.framed { display: flex; flex-direction: column; height: 100vh; }
.framed iframe { flex: 1; border: 0; width: 100%; background: #fff; }
`;
