import { beforeAll, describe, expect, test } from "@jest/globals";
import request from "supertest";
import { noEvidence } from "../../src/ai/evidence.ts";
import { problemsOf } from "../../src/ai/policy.ts";
import { searchKnowledge } from "../../src/ai/tools/search-knowledge.ts";
import { articleHtml } from "../../src/api/help-center/article-html.ts";
import { archiveArticle, createArticle, publishArticle, unpublishArticle } from "../../src/domain/knowledge/index.ts";
import type { Context } from "../../src/domain/workspaces/index.ts";
import { aPerson, type LoggedIn, publicUrl, startApi, type TestApi } from "../support/api.ts";
import { aWorkspace } from "../support/factories.ts";

let api: TestApi;
let shop: Context;
let owner: LoggedIn;
const ids: Record<string, string> = {};
const setting = "/v1/knowledge/help-center";

/** Published, and placed unless it is said otherwise. */
async function write(
  title: string,
  body: string,
  more: { category?: string; language?: string; placed?: boolean } = {},
) {
  const { category = null, language = null, placed = true } = more;
  const { id: articleId } = await createArticle(shop, { title, body, category, language, questions: [] });
  await publishArticle(shop, { articleId });
  if (placed) await owner.put(`/v1/articles/${articleId}/placement`).expect(200);
  ids[title] = articleId;
  return articleId;
}

beforeAll(async () => {
  api = await startApi();
  shop = await aWorkspace(api.db);
  owner = await aPerson(api, shop, "owner");
  await write("Returns", "Anything unused can come back within **30 days**.", {
    category: "Orders & more",
    language: "en",
  });
  await write("Only for the team", "Returns of the unused: refund those who shout.", { language: "en", placed: false });
  await write("Rückgabe", "Sie können alles binnen 30 Tagen zurücksenden.", {
    category: "Bestellungen",
    language: "de",
  });
  await write("إرجاع المنتجات", "يمكنك إرجاع كل شيء خلال 30 يومًا.", { language: "ar" });
  await owner.put(setting, { isOpen: true, slug: "nordlys", name: "Nordlys <Help>" }).expect(200);
});

const page = (path: string, language = "en") => request(api.url).get(`/help${path}`).set("accept-language", language);
const articleAt = (title: string) => `/nordlys/articles/${ids[title]}`;

describe("who decides", () => {
  test("nothing is open and nothing is placed until somebody who may says so", async () => {
    const other = await aWorkspace(api.db);
    const [theirs, agent] = [await aPerson(api, other, "owner"), await aPerson(api, other, "agent")];
    expect((await agent.get(setting).expect(200)).body).toEqual({ isOpen: false, slug: null, name: null });
    await agent.put(setting, { isOpen: true, slug: "fjord-soap", name: "Fjord" }).expect(403);
    await page("/fjord-soap").expect(404);
    const { id } = await createArticle(other, {
      ...{ title: "Soap", body: "Keep dry", category: null, language: null, questions: [] },
    });
    expect((await agent.get(`/v1/articles/${id}`).expect(200)).body.placedAt).toBeNull();
    await agent.put(`/v1/articles/${id}/placement`).expect(403);
    await publishArticle(other, { articleId: id });
    await theirs.put(setting, { isOpen: true, slug: "fjord-soap", name: "Fjord" }).expect(200);
    expect((await page("/fjord-soap").expect(200)).text).not.toContain("Soap");
    await page(`/fjord-soap/articles/${id}`).expect(404);
    // Another shop's article is nowhere but in its own.
    await page(`/fjord-soap/articles/${ids.Returns}`).expect(404);
    const closed = { isOpen: false, slug: "fjord-soap", name: "Fjord" };
    expect((await theirs.put(setting, closed).expect(200)).body).toEqual(closed);
    await page("/fjord-soap").expect(404);
    expect((await theirs.put(setting, { ...closed, slug: "nordlys" }).expect(409)).body.details.reason).toBe(
      "address_taken",
    );
    for (const slug of ["admin", "ab", "Nordlys", "a--b", "-abc", "münchen", "a/b", "a.b"]) {
      const { body } = await theirs.put(setting, { ...closed, slug }).expect(422);
      expect(body.details.reason).toBe(slug === "admin" ? "reserved_address" : "bad_address");
    }
  });

  test("an address that was given out leads to where the help centre is now, and to nobody else", async () => {
    await owner.put(setting, { isOpen: true, slug: "northern-lights", name: "Nordlys <Help>" }).expect(200);
    const answer = await page(`${articleAt("Returns")}?x=1`).expect(301);
    expect(answer.headers.location).toBe(`/help/northern-lights/articles/${ids.Returns}?x=1`);
    expect(answer.headers["cache-control"]).toBe("no-cache");
    await owner.put(setting, { isOpen: true, slug: "nordlys", name: "Nordlys <Help>" }).expect(200);
    expect((await page("/Northern-Lights").expect(301)).headers.location).toBe("/help/nordlys");
  });
});

describe("what is read", () => {
  test("the front page shows shelves in the reader's language and leads to the others", async () => {
    const english = await page("/nordlys").expect(200);
    expect(english.text).toContain('<html lang="en" dir="ltr">');
    expect(english.text).toContain("Nordlys &#60;Help&#62;");
    expect(english.text).toMatch(/<h2><bdi>Orders &#38; more<\/bdi><\/h2>.*Returns/s);
    expect(english.text).not.toMatch(/Only for the team|Rückgabe<|noindex|<script/);
    expect(english.text).toContain(`hreflang="de" href="${publicUrl}/help/nordlys?language=de"`);
    expect(english.text).toContain(`rel="canonical" href="${publicUrl}/help/nordlys?language=en"`);
    const german = await page("/nordlys", "fr;q=0.5, de-AT").expect(200);
    expect(german.text).toMatch(/<html lang="de" dir="ltr">.*Rückgabe.*lang="ar" hreflang="ar">العربية/s);
    expect((await page("/nordlys?language=ar").expect(200)).text).toContain('<html lang="ar" dir="rtl">');
    expect((await page("/nordlys?language[]=ar&language=zz", "xx").expect(200)).text).toContain("<html lang=");
  });

  test("a page runs nothing, fetches nothing, and is asked for again only when it changed", async () => {
    const { headers } = await page(articleAt("Returns")).expect(200);
    const policy = String(headers["content-security-policy"]);
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/script-src|img-src|unsafe-inline/);
    expect(headers).toMatchObject({ "cache-control": "public, no-cache", vary: "accept-language" });
    expect(headers["set-cookie"]).toBeUndefined();
    await page(articleAt("Returns")).set("if-none-match", String(headers.etag)).expect(304);
  });

  test("an article shows what is published of it, and is gone at once when it is taken back, out or away", async () => {
    const articleId = await write("Gift cards", "Valid for three years.", { language: "en" });
    const path = articleAt("Gift cards");
    await owner.patch(`/v1/articles/${articleId}`, { title: "Gift cards!", body: "Valid for a week." }).expect(200);
    const shown = await page(path, "de").expect(200);
    expect(shown.text).toMatch(/<html lang="en".*<h1><bdi>Gift cards<\/bdi>.*three years/s);
    expect(shown.text).not.toContain("a week");
    await publishArticle(shop, { articleId });
    expect((await page(path).expect(200)).text).toContain("Valid for a week");
    await owner.delete(`/v1/articles/${articleId}/placement`).expect(200);
    const gone = await page(path, "de").expect(404);
    expect(gone.text).toMatch(/noindex.*<form role="search"/s);
    expect((await page("/nordlys").expect(200)).text).not.toContain("Gift cards");
    await owner.put(`/v1/articles/${articleId}/placement`).expect(200);
    await page(path).expect(200);
    await unpublishArticle(shop, { articleId });
    await page(path).expect(404);
    await publishArticle(shop, { articleId });
    await archiveArticle(shop, { articleId });
    await page(path).expect(404);
    await owner.put(`/v1/articles/${articleId}/placement`).expect(409);
    await page("/nordlys/articles/none").expect(404);
    await page("/nordlys/nowhere/at/all").expect(404);
    await page("").expect(404);
  });

  test("search finds what is placed and nothing else, whatever is asked", async () => {
    const found = await page("/nordlys/search?q=unused%20retuns&language=en").expect(200);
    expect(found.text).toMatch(/noindex.*Returns<\/a><p[^>]*>Anything unused can come back within 30 days/s);
    expect(found.text).not.toMatch(/Only for the team|refund those who shout/);
    const none = await page("/nordlys/search?q=shout").expect(200);
    expect(none.text).not.toMatch(/Only for the team|refund those/);
    const attack = await page(`/nordlys/search?q=${encodeURIComponent('"><script>alert(1)</script>')}`).expect(200);
    expect(attack.text).not.toContain("<script");
    for (const q of ["", "%00", "%F0%9F", "a".repeat(5000)]) {
      const { status } = await page(`/nordlys/search?q=${q}`);
      expect(status).toBeLessThan(500);
    }
    const many = await Promise.all(Array.from({ length: 61 }, () => page("/nordlys/search?q=a")));
    const refused = many.find(({ status }) => status === 429);
    expect(refused?.headers["retry-after"]).toMatch(/^\d+$/);
    expect(refused?.text).toContain("wait");
  });
});

test("the AI may tell the address of an article that is read there, to the letter, and of no other", async () => {
  const evidence = noEvidence();
  const held = {
    runId: "",
    customerId: "",
    conversationId: "",
    assurance: "anonymous",
    limits: { changesLeft: 0 },
  } as const;
  const grant = { ...held, ctx: shop, expiresAt: new Date(Date.now() + 60_000), evidence };
  const { output } = await searchKnowledge.call(grant, JSON.stringify({ question: "Can unused returns come back?" }));
  const { articles } = output as { articles: { title: string; page?: string }[] };
  const page = articles.find(({ title }) => title === "Returns")?.page ?? "";
  expect(page).toMatch(new RegExp(`^http.*/help/nordlys/articles/${ids.Returns}$`));
  expect(articles.filter((one) => one.page !== undefined)).toHaveLength(1);
  expect(articles.length).toBeGreaterThan(1);
  const problems = (reply: string) => problemsOf(reply, evidence, { boundary: "conversation-1" });
  expect(problems(`You have 30 days. More: ${page}.`)).toEqual([]);
  const known = { ...noEvidence(), pages: ["https://p.example/help/a/articles/01a20625-5db5-7111-a478-520888392931"] };
  const told = (reply: string) => problemsOf(reply, known, { boundary: "conversation-1" });
  expect(told(`See ${known.pages[0]}`)).toEqual([]);
  expect(told(`It is 7111.00 EUR, number 520888392931. See ${known.pages[0]}`)).toHaveLength(2);
  const others = [`${page}/x`, `${page}x`, page.slice(0, -1), page.replace(ids.Returns!, ids["Only for the team"]!)];
  for (const other of [...others, `${new URL(page).origin}/help/nordlys`]) {
    expect(problems(`Read ${other}`)).toEqual([expect.stringContaining("Links not seen")]);
  }
});

test("Markdown becomes HTML that can do nothing: no tags of its own, no scripts, no pictures, no way into the product", () => {
  const html = articleHtml(`# Top

**Bold** and [shop](https://shop.example/a?b=1&c=2), https://plain.example/x

| a | b |
|---|---|
| 1 | 2 |

<script>alert(1)</script> <img src=x onerror=alert(1)> <b onclick="x()">b</b>

![of a candle](https://spy.example/pixel.gif) [![in](https://spy.example/p.png)](https://ok.example)

[a](javascript:alert(1)) [b](JaVaScRiPt:alert(1)) [c](&#106;avascript:alert(1)) [d](data:text/html,x) [e](vbscript:x)
[f](//evil.example) [g](/v1/session) [h](settings) [i](https://e.example "t\\" onmouseover=\\"x") <javascript:alert(1)>

\`\`\`html
<iframe src="https://evil.example"></iframe>
\`\`\`
`);
  expect(html).toContain("<h2>Top</h2>");
  expect(html).toContain('<a href="https://shop.example/a?b=1&amp;c=2" rel="nofollow noopener">shop</a>');
  expect(html).toContain('<a href="https://plain.example/x" rel="nofollow noopener">');
  expect(html).toContain("<td>1</td>");
  expect(html).toContain("of a candle");
  expect(html).not.toMatch(/<(script|img|iframe|b|style|svg|form)\b/i);
  const attributes = [...html.matchAll(/<\w+((?:\s+[\w-]+="[^"]*")*)>/g)].map(([, some]) => some);
  expect(
    attributes.filter((some) => some !== "" && !/^ href="https:\/\/[^"]+" rel="nofollow noopener"$/.test(some!)),
  ).toEqual([]);
  const hosts = [...html.matchAll(/href="https:\/\/([^/"]+)/g)].map(([, host]) => host);
  expect(new Set(hosts)).toEqual(new Set(["shop.example", "plain.example", "ok.example", "e.example"]));
  expect(articleHtml(`<b> ${"- [a](https://b.example)\n".repeat(3000)}`)).toMatch(
    /^<div class="plain">&#60;b&#62; - \[a\]/,
  );
  // Nested as deep as it can be, it ends.
  for (const sign of [">", "[", "*_", "- ", "|", "<"]) {
    expect(articleHtml(`${sign.repeat(20_000)} deep`).length).toBeGreaterThan(0);
  }
});
