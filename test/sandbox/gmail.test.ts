import { describe, expect, test } from "@jest/globals";
import { control, gmailOf, headerOf, inbox, mia, question, raw, sandbox, shop } from "./shop-mailbox.ts";

describe("mail", () => {
  test("a shopper's mail arrives at the shop, and the answer comes back into her thread", async () => {
    const asked = await question();
    const [received] = await inbox(shop);
    expect(received).toMatchObject({ labelIds: ["INBOX", "UNREAD"], snippet: expect.stringContaining("on Monday") });
    expect(headerOf(received!, "Message-ID")).toBe(asked.messageId);
    expect(received!.threadId).not.toBe(sandbox.state.mail.threads(mia)[0]!.id);
    const { data: sent } = await gmailOf(shop).users.messages.send({
      userId: "me",
      requestBody: {
        threadId: received!.threadId!,
        raw: raw([
          `From: Nordlys Candles <${shop}>`,
          `To: Mia Berg <${mia}>`,
          "Subject: Re: Where is my order?",
          "Message-ID: <ours@parley.example>",
          `In-Reply-To: ${asked.messageId}`,
          `References: ${asked.messageId}`,
        ]),
      },
    });
    expect(sent).toMatchObject({ threadId: received!.threadId, labelIds: ["SENT"] });
    const threads = sandbox.state.mail.threads(mia);
    expect(threads).toHaveLength(1);
    expect(threads[0]!.messages.map(({ isOwn }) => isOwn)).toEqual([true, false]);
    const { data: kept } = await gmailOf(shop).users.messages.get({ userId: "me", id: sent.id!, format: "metadata" });
    expect(headerOf(kept, "Message-ID")).toMatch(/^<[^>]+@mail\.gmail\.com>$/);
    expect(threads[0]!.messages[1]!.messageId).toBe(headerOf(kept, "Message-ID"));
    const { data: thread } = await gmailOf(shop).users.threads.get({ userId: "me", id: sent.threadId! });
    expect(thread.messages?.map(({ id }) => id)).toEqual([received!.id, sent.id]);
  });

  test("the shopper's answer to the answer stays in the shop's thread; another subject opens a new one", async () => {
    const asked = await question();
    const again = { to: shop, subject: "Re: Where is my order?", text: "Hello?", inReplyTo: asked.messageId! };
    await sandbox.state.mail.submit(mia, again);
    await sandbox.state.mail.submit(mia, { ...again, subject: "Something else" });
    const threadIds = (await inbox(shop)).map(({ threadId }) => threadId);
    expect(new Set(threadIds).size).toBe(2);
    expect(sandbox.state.mail.threads(mia).map(({ messages }) => messages.length)).toEqual([1, 2]);
  });

  test("a mail uploaded with its thread is sent like any other", async () => {
    const asked = await question();
    const [received] = await inbox(shop);
    const lines = [`To: ${mia}`, "Subject: Re: Where is my order?", `In-Reply-To: ${asked.messageId}`, "", "Upløaded"];
    const { data } = await gmailOf(shop).users.messages.send({
      userId: "me",
      requestBody: { threadId: received!.threadId! },
      media: { mimeType: "message/rfc822", body: lines.join("\r\n") },
    });
    expect(data.threadId).toBe(received!.threadId);
    expect(sandbox.state.mail.threads(mia)[0]!.messages.at(-1)!.text).toContain("Upløaded");
  });

  test("bytes are delivered exactly as they were put in, with the size that was claimed", async () => {
    const bytes = "From: x\r\nSubject: =?utf-8?B?SGk=?=\r\n\r\n\u0000broken";
    const { id } = await control("POST", `gmail/${shop}/raw?sizeEstimate=99999999`, bytes);
    const { data } = await gmailOf(shop).users.messages.get({ userId: "me", id, format: "raw" });
    expect(Buffer.from(data.raw!, "base64url").toString("utf8")).toBe(bytes);
    expect(data.sizeEstimate).toBe(99_999_999);
    const { data: full } = await gmailOf(shop).users.messages.get({ userId: "me", id, format: "full" });
    expect(headerOf(full, "Subject")).toBe("Hi");
  });

  test.each<[string, number]>([
    ["newer_than:30d -in:chats", 2],
    ["in:sent", 0],
    [`from:${mia}`, 2],
    [`to:${shop} subject:first`, 1],
    ["from:nobody@mail.example", 0],
  ])("the search %p finds %d", async (q, count) => {
    await question("The first");
    await question("The second");
    const { data } = await gmailOf(shop).users.messages.list({ userId: "me", q });
    expect(data.messages ?? []).toHaveLength(count);
  });

  test("a mail is found by its Message-ID, and lists come in pages", async () => {
    const first = await question("The first");
    await question("The second");
    const api = gmailOf(shop);
    const byId = await api.users.messages.list({ userId: "me", q: `rfc822msgid:${first.messageId!.slice(1, -1)}` });
    expect(byId.data.messages).toHaveLength(1);
    const page = await api.users.messages.list({ userId: "me", maxResults: 1 });
    const next = await api.users.messages.list({ userId: "me", maxResults: 1, pageToken: page.data.nextPageToken! });
    expect(next.data.messages?.[0]?.id).toBe(byId.data.messages?.[0]?.id);
    expect(next.data.nextPageToken).toBeUndefined();
  });

  test("an address that does not exist sends a bounce into the same thread", async () => {
    const { data } = await gmailOf(shop).users.messages.send({
      userId: "me",
      requestBody: { raw: raw(["To: gone@nowhere.invalid", "Subject: Hi"]) },
    });
    const [bounced] = await inbox(shop);
    expect(bounced!.threadId).toBe(data.threadId);
    expect(headerOf(bounced!, "From")).toContain("mailer-daemon@");
  });

  test("the account tells its aliases and labels, and a watch ends in a week", async () => {
    const api = gmailOf(shop);
    const { data: sendAs } = await api.users.settings.sendAs.list({ userId: "me" });
    expect(sendAs.sendAs?.map(({ sendAsEmail }) => sendAsEmail)).toEqual([shop, "hello@nordlys.example"]);
    expect((await api.users.labels.list({ userId: "me" })).data.labels).toContainEqual(
      expect.objectContaining({ id: "INBOX", type: "system" }),
    );
    const requestBody = { topicName: "projects/p/topics/t", labelIds: ["INBOX"] };
    const { data: watch } = await api.users.watch({ userId: "me", requestBody });
    expect(Number(watch.expiration) - Date.now()).toBeGreaterThan(6 * 24 * 3_600_000);
  });
});

describe("history", () => {
  const start = async () => (await gmailOf(shop).users.getProfile({ userId: "me" })).data.historyId!;
  const since = (startHistoryId: string, more: object = {}) =>
    gmailOf(shop).users.history.list({ userId: "me", startHistoryId, historyTypes: ["messageAdded"], ...more });

  test("names every mail after its start once, over pages, and nothing after its end", async () => {
    const from = await start();
    for (const subject of ["One", "Two", "Three"]) await question(subject);
    const { data: first } = await since(from, { maxResults: 2 });
    const { data: rest } = await since(from, { maxResults: 2, pageToken: first.nextPageToken! });
    const ids = [...first.history!, ...rest.history!].flatMap(({ messagesAdded }) => messagesAdded![0]!.message!.id!);
    expect(new Set(ids).size).toBe(3);
    expect(BigInt(rest.historyId!)).toBeGreaterThan(BigInt(from));
    expect((await since(rest.historyId!)).data.history).toBeUndefined();
  });

  test("says which labels a mail got, only when asked for", async () => {
    const { id } = await control("POST", `gmail/${shop}/raw?labels=SPAM`, "Subject: Hi\r\n\r\nHi");
    const from = await start();
    await control("POST", `gmail/${shop}/labels`, { id, add: ["INBOX"], remove: ["SPAM"] });
    expect((await since(from)).data.history).toBeUndefined();
    const { data } = await since(from, { historyTypes: ["labelAdded"] });
    expect(data.history?.[0]?.labelsAdded?.[0]).toMatchObject({ message: { id }, labelIds: ["INBOX"] });
  });

  test("that has expired is answered with 404", async () => {
    const from = await start();
    await question();
    await control("POST", `gmail/${shop}/expire-history`);
    await expect(since(from)).rejects.toMatchObject({ status: 404 });
    expect((await since(await start())).data.history).toBeUndefined();
  });
});

describe("access", () => {
  test("a revoked grant is refused from then on, also with an access token given before", async () => {
    const api = gmailOf(shop);
    await api.users.getProfile({ userId: "me" });
    await control("POST", `gmail/${shop}/revoke`);
    await expect(api.users.getProfile({ userId: "me" })).rejects.toMatchObject({ status: 401 });
    const refused = { status: 400, response: { data: { error: "invalid_grant" } } };
    await expect(gmailOf(shop).users.getProfile({ userId: "me" })).rejects.toMatchObject(refused);
    await control("POST", `gmail/${shop}/restore`);
    await expect(gmailOf(shop).users.getProfile({ userId: "me" })).resolves.toMatchObject({ status: 200 });
  });

  test("another person's mailbox, and no token at all, are refused in Google's words", async () => {
    await expect(gmailOf(shop).users.getProfile({ userId: mia })).rejects.toMatchObject({ status: 403 });
    const answer = await fetch(`${sandbox.url}/google/gmail/v1/users/me/profile`);
    expect([answer.status, await answer.json()]).toMatchObject([
      401,
      { error: { code: 401, status: "UNAUTHENTICATED" } },
    ]);
  });
});
