import { beforeAll, describe, expect, test } from "@jest/globals";
import { safeHtml } from "../../src/api/v1/messages/safe-html.ts";
import { aPerson, type LoggedIn, startApi, type TestApi } from "../support/api.ts";
import { aWorld, type World } from "../support/world.ts";

const clean = (html: string, images: "blocked" | "shown" = "blocked") => safeHtml({ html, text: "", images });

describe("mail made safe", () => {
  test.each([
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    '<a href=" &#106;avascript:alert(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    '<iframe src="https://evil.example"></iframe>',
    '<object data="x.swf"></object><embed src="x.swf">',
    '<form action="https://evil.example"><input name="password"><button>Go</button></form>',
    '<meta http-equiv="refresh" content="0;url=https://evil.example">',
    '<base href="https://evil.example/">',
    '<link rel="stylesheet" href="https://evil.example/x.css">',
    "<style>@import url(https://evil.example/x.css)</style>",
    "<svg><script>alert(1)</script></svg>",
    '<svg onload="alert(1)">',
    "<math><mi xlink:href='javascript:alert(1)'>x</mi></math>",
    '<img src="data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+">',
    '<p style="background:url(https://evil.example/track.png)">x</p>',
    '<p style="position:fixed;top:0;left:0;width:100%">x</p>',
    '<p style="width:expression(alert(1))">x</p>',
    '<td background="https://evil.example/track.png">x</td>',
    '<p id="app" name="csrf" class="panel">x</p>',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<textarea><img src=x onerror=alert(1)></textarea>",
    "<template><script>alert(1)</script></template>",
    '<video src="https://evil.example/x.mp4" autoplay></video><audio src="https://evil.example/x.mp3">',
    '<img srcset="https://evil.example/x.png 2x">',
  ])("leaves nothing that acts or loads of %s", (html) => {
    const { html: safe } = clean(html, "shown");
    expect(safe).not.toMatch(
      /<(script|iframe|object|embed|form|input|button|meta|base|link|style|svg|math|video|audio|template)/i,
    );
    expect(safe).not.toMatch(
      /\son\w+=|javascript:|url\(|expression|position|evil\.example|data:(?!image\/(png|jpe?g|gif|webp|avif);)|srcset|\sid=|class=/i,
    );
  });

  test("keeps what mail is made of", () => {
    const html =
      '<table width="600" cellpadding="0"><tbody><tr><td style="color:#333;padding:8px 4px;font-family:Arial, sans-serif">Hi</td></tr></tbody></table>';
    expect(clean(html).html).toBe(html);
  });

  test("links open outside and tell nobody where they were", () => {
    expect(clean('<a href="https://shop.example/x" target="_top">x</a>').html).toBe(
      '<a target="_blank" href="https://shop.example/x" rel="noopener noreferrer nofollow">x</a>',
    );
  });

  test("remote images are left out and counted, until they are asked for", () => {
    const html =
      '<img src="https://a.example/1.png" alt="One"><img src="HTTP://a.example/2.png"><img src="data:image/png;base64,AAAA">';
    expect(clean(html)).toEqual({
      html: '<img alt="One" /><img /><img src="data:image/png;base64,AAAA" />',
      blockedImages: 2,
    });
    expect(clean(html, "shown")).toEqual({
      html: '<img alt="One" src="https://a.example/1.png" /><img src="HTTP://a.example/2.png" /><img src="data:image/png;base64,AAAA" />',
      blockedImages: 0,
    });
  });

  test("huge and deeply nested mail does not hold up the process", () => {
    const startedAt = performance.now();
    expect(safeHtml({ html: "<b>".repeat(400_000), text: "5 < 6", images: "blocked" }).html).toBe(
      "<pre>5 &lt; 6</pre>",
    );
    clean("<div>".repeat(29_000));
    expect(safeHtml({ html: "<div>".repeat(150_000), text: "Hi", images: "blocked" }).html).toBe("<pre>Hi</pre>");
    clean(`<p style="${"color:red;".repeat(50_000)}">x</p>`);
    clean(`<p style="font-family:${"a ".repeat(200_000)}">x</p>`);
    clean("<".repeat(500_000));
    expect(performance.now() - startedAt).toBeLessThan(5000);
  });
});

describe("GET /v1/messages/:messageId/html", () => {
  let api: TestApi;
  let world: World;
  let person: LoggedIn;
  beforeAll(async () => {
    api = await startApi();
    world = await aWorld(api.db);
    person = await aPerson(api, world.ctx);
  });

  test("gives the message's HTML", async () => {
    const { body } = await person.get(`/v1/messages/${world.ids.messageId}/html`).expect(200);
    expect(body).toEqual({ html: "<p>Where is <b>it</b>?</p>", blockedImages: 0 });
  });

  test("there is none for a message written as text", async () => {
    const path = `/v1/conversations/${world.ids.conversationId}/notes`;
    const { body } = await person.post(path, { body: "Plain" }).expect(201);
    await person.get(`/v1/messages/${body.id}/html`).expect(404);
  });
});
