import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { demo, type RunningSandbox, startSandbox } from "../../sandbox/index.ts";
import { defaultSecrets } from "../../sandbox/settings.ts";
import { readIdentity } from "../../src/domain/chats/identity.ts";
import { until } from "../support/until.ts";

const shop = demo.mailbox.address;
const mia = "mia.berg@mail.example";
let sandbox: RunningSandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());

const at = (path: string) => `${sandbox.url}/shopper/api/${path}`;
const threads = async () => (await fetch(at(`${mia}/threads`))).json();

function write(letter: object, from = mia): Promise<Response> {
  const headers = { "content-type": "application/json" };
  return fetch(at(`${from}/mail`), { method: "POST", headers, body: JSON.stringify({ to: shop, ...letter }) });
}

test("the page and what it loads come from the sandbox alone", async () => {
  const page = await fetch(`${sandbox.url}/shopper`);
  expect(page.headers.get("content-type")).toContain("text/html");
  const html = await page.text();
  const addresses = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address ?? "");
  for (const address of addresses.filter((each) => !each.startsWith("data:"))) {
    expect([address, (await fetch(new URL(address, sandbox.url))).status]).toEqual([address, 200]);
  }
  expect(html).toContain("Sandbox");
  expect(await (await fetch(at("people"))).json()).toMatchObject({
    shops: [{ address: shop }],
    shoppers: [{ name: "Mia Berg" }, {}, {}, {}],
  });
});

test("a shopper writes with a picture, sees the reply arrive, and answers in the same thread", async () => {
  const events = await fetch(at(`${mia}/events`));
  const reader = events.body?.pipeThrough(new TextDecoderStream()).getReader();
  expect((await reader?.read())?.value).toContain("hello");
  const attachment = { name: "broken.png", contentType: "image/png", base64: "iVBORw0KGgo=" };
  const { threadId } = await (
    await write({ subject: "Broken candle – größer", text: "See the picture", attachment })
  ).json();
  expect((await reader?.read())?.value).toContain("changed");
  await reader?.cancel();

  const [arrived] = sandbox.state.mail.threads(shop);
  const question = arrived?.messages[0];
  expect(question).toMatchObject({ subject: "Broken candle – größer", attachments: [{ filename: "broken.png" }] });
  await sandbox.state.mail.submit(shop, {
    ...{ to: mia, subject: "Re: Broken candle – größer", text: "We send a new one" },
    inReplyTo: question?.messageId ?? undefined,
  });
  const [thread] = await until(async () => (await threads())[0]?.messages.length === 2 && threads());
  expect(thread).toMatchObject({
    id: threadId,
    unread: true,
    messages: [{ mine: true }, { mine: false, text: "We send a new one" }],
  });
  const picture = await fetch(new URL(thread.messages[0].attachments[0].url, sandbox.url));
  expect([picture.headers.get("content-type"), (await picture.arrayBuffer()).byteLength]).toEqual(["image/png", 8]);

  await fetch(at(`${mia}/threads/${threadId}/read`), { method: "POST" });
  expect((await threads())[0].unread).toBe(false);
  await write({ threadId, text: "Thank you" });
  const [answered] = sandbox.state.mail.threads(shop);
  expect(answered?.messages.map(({ references }) => references.length)).toEqual([0, 1, 2]);
});

test("every shopper has questions to start from, and none of them promises on the shop's behalf", async () => {
  const { shoppers } = await (await fetch(at("people"))).json();
  expect(shoppers).toHaveLength(4);
  for (const { examples } of shoppers) {
    expect(examples.length).toBeGreaterThan(1);
    for (const { subject, text } of examples) {
      const answer = await fetch(`${sandbox.url}/openai/v1/responses`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${defaultSecrets.openaiApiKey}` },
        body: JSON.stringify({ model: "sandbox", input: `${subject}\n\n${text}` }),
      });
      const said = (await answer.json()).output[0].content[0].text;
      expect(said).toMatch(/colleague|order number/);
      expect(said).not.toMatch(/\b(?:we|I) (?:have|will) (?:now )?(?:cancel|refund|replace|chang)/i);
    }
  }
});

test("nobody plays the shop, and an empty letter is refused", async () => {
  expect((await write({ text: "Hello" }, shop)).status).toBe(404);
  expect((await write({ text: "" })).status).toBe(422);
});

test("the shop's pages know their chat, and its server's word for who is logged in; of a stranger it has none", async () => {
  const page = async (as: string) => (await fetch(at(`chat?as=${as}`))).json();
  const { key, identity } = await page(mia);
  expect(key).toBe(demo.chat.key);
  expect(await readIdentity(identity, demo.chat.identitySecret)).toMatchObject({ email: mia, name: "Mia Berg" });
  expect(await page("nobody@mail.example")).toMatchObject({ key, identity: null });
});
