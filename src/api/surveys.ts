import type { Express, Request, RequestHandler } from "express";
import express from "express";
import { z } from "zod";
import { longestComment, openSurvey, rate, type SurveyPage } from "../domain/surveys/index.ts";
import type { Database } from "../platform/db.ts";
import { AppError } from "../platform/errors.ts";
import { escaped, plainPage, tellPerson } from "./plain-page.ts";

const path = "/rate/:token";

/** A page for customers, so it is no part of the API. */
export const surveyRoutes = [
  { method: "get", path },
  { method: "post", path },
] as const;

const said = z.object({
  rating: z.coerce.number().int().min(1).max(5),
  comment: z.string().max(longestComment).default(""),
});

/**
 * Where a customer says how it was. Whoever has the link may: no login and no cookie stands behind it, so there is nothing
 * that another site could make use of. Opening it keeps nothing, for programs open what is in a mail too.
 */
export function mountSurveys(app: Express, db: Database): void {
  const parseForm = express.urlencoded({ extended: false, limit: "16kb" });
  app.get(
    path,
    shown((token) => openSurvey(db, token)),
  );
  app.post(
    path,
    parseForm,
    shown((token, req) => rate(db, { token, ...read(req) })),
  );
}

function read(req: Request): z.output<typeof said> {
  const { data } = said.safeParse(req.body ?? {});
  if (data) return data;
  throw new AppError("invalid_input", "Choose a number from 1 to 5");
}

/** For people: what went wrong is a page, with the status it has. */
function shown(open: (token: string, req: Request) => Promise<SurveyPage>): RequestHandler {
  return async (req, res) => {
    res.locals.route = path;
    res.setHeader("cache-control", "no-store");
    res.setHeader("x-robots-tag", "noindex");
    try {
      const page = await open(String(req.params.token), req);
      res.type("html").send(plainPage(page.shop, bodyOf(page), style));
    } catch (error) {
      if (!(error instanceof AppError) || error.code === "bug") throw error;
      tellPerson(res, error, { isCustomer: true });
    }
  };
}

function bodyOf({ shop, words, state }: SurveyPage): string {
  const head = `<p>${escaped(shop)}</p>`;
  if (state === "rated") return `${head}<h1 role="status">${escaped(words.thanks)}</h1>`;
  if (state === "over") return `${head}<h1>${escaped(words.over)}</h1>`;
  const choices = [1, 2, 3, 4, 5].map(
    (n) => `<label><input type="radio" name="rating" value="${n}" required> ${n}</label>`,
  );
  return `${head}<h1>${escaped(words.title)}</h1>
<form method="post">
<fieldset><legend>${escaped(words.question)}</legend>${choices.join("\n")}</fieldset>
<label class="comment">${escaped(words.comment)}<textarea name="comment" rows="4" maxlength="${longestComment}"></textarea></label>
<button class="go">${escaped(words.send)}</button>
</form>`;
}

const style = `<meta name="robots" content="noindex">
<style>
form { display: grid; gap: 1.5rem; }
fieldset { border: 0; padding: 0; margin: 0; display: grid; grid-template-columns: repeat(5, minmax(0, 4.5rem)); gap: .5rem; }
legend { padding: 0; margin-bottom: .75rem; opacity: .75; }
fieldset label { position: relative; display: grid; place-items: center; height: 3.25rem; border: 1px solid #8a949d; border-radius: 10px; font-size: 1.15rem; cursor: pointer; }
fieldset label:hover { border-color: #1f6f5c; }
fieldset label:has(:checked) { background: #1f6f5c; border-color: #1f6f5c; color: #fff; font-weight: 600; }
fieldset label:has(:focus-visible) { outline: 2px solid #1f6f5c; outline-offset: 2px; }
input[type=radio] { position: absolute; inset: 0; margin: 0; opacity: 0; cursor: pointer; }
textarea { display: block; width: 100%; box-sizing: border-box; margin-top: .5rem; padding: .6rem .75rem; font: inherit; border: 1px solid #8a949d; border-radius: 10px; }
button.go { justify-self: start; border: 0; font: inherit; cursor: pointer; }
</style>
`;
