import type { Response } from "express";
import type { AppError } from "../platform/errors.ts";
import { statusOf } from "./errors.ts";

/** Says to a person in a browser what the API would say to a program. */
export function tellPerson(res: Response, error: AppError, { isCustomer = false } = {}): void {
  const way = isCustomer ? "" : '<p><a href="/">To the inbox</a></p>';
  const body = `<h1>That did not work</h1><p role="alert">${escaped(error.message)}</p>${way}`;
  res.status(statusOf[error.code]).type("html").send(plainPage("Parley", body));
}

export function plainPage(title: string, body: string, head = ""): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 34rem; margin: 12vh auto 0; padding: 0 1.25rem; }
h1 { font-size: 1.35rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .35rem 1rem; }
dt { opacity: .7; }
dd { margin: 0; }
a, button { color: inherit; font: inherit; }
.go { display: inline-block; margin-top: .5rem; padding: .5rem 1rem; border-radius: .4rem; background: #1f6f5c; color: #fff; text-decoration: none; }
</style>
${head}</head>
<body>
<main>${body}</main>
</body>
</html>
`;
}

export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
