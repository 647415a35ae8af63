import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { OutgoingMessage } from "../../../src/integrations/contract.ts";
import { parseMail } from "../../../src/integrations/gmail/mime.ts";
import { compose, find, message } from "../../../src/integrations/gmail/send.ts";
import { ProviderUnavailable } from "../../../src/platform/errors.ts";
import { type Asked, type Loopback, startLoopback } from "../loopback.ts";
import { answerGmail, apiError, connection, outgoing, pointGmailAt } from "./mailbox.ts";

let google: Loopback;
beforeAll(async () => {
  google = await startLoopback();
  pointGmailAt(google.url);
});
afterAll(() => google.close());

const composed = async (changes: Partial<OutgoingMessage> = {}) => {
  const raw = await compose(outgoing(changes));
  const mail = await parseMail(raw);
  return {
    raw: raw.toString("utf8"),
    mail,
    header: (name: string) => mail.headers.find((each) => each.name === name)?.value,
  };
};

describe("the mail", () => {
  test("is a reply in the thread: subject, In-Reply-To, the whole chain, our own ids", async () => {
    const { mail, header } = await composed({ text: "Hei, pakken er på vei.\n\nAda" });
    expect(mail).toMatchObject({
      from: { address: "support@nordlys.example", name: "Nordlys Candles" },
      to: [{ address: "mia.berg@mail.example", name: "Mia Berg" }],
      subject: "Re: Where is my order?",
      messageId: "<0197aa00-0000-7000-8000-00000000abcd@nordlys.example>",
      inReplyTo: ["<mia-2@mail.example>"],
      references: ["<mia-1@mail.example>", "<mia-2@mail.example>"],
    });
    expect(mail.text?.trim()).toBe("Hei, pakken er på vei.\n\nAda");
    expect(header("x-parley-message")).toBe("0197aa00-0000-7000-8000-00000000abcd");
  });

  test("keeps a subject that is a reply already, and one that starts a thread", async () => {
    expect((await composed({ subject: "RE: Order" })).mail.subject).toBe("RE: Order");
    expect((await composed({ inReplyTo: null, references: [], subject: "Your order" })).mail.subject).toBe(
      "Your order",
    );
  });

  test("is marked as machine-made only when no person approved it", async () => {
    expect((await composed()).header("auto-submitted")).toBeUndefined();
    const automatic = await composed({ automatic: true });
    expect(automatic.header("auto-submitted")).toBe("auto-replied");
    expect(automatic.header("x-auto-response-suppress")).toBe("All");
  });

  test("takes no header, recipient or file from what people wrote", async () => {
    const evil = "x\r\nBcc: victim@x.example\r\n\r\nbody";
    const { mail, header } = await composed({
      subject: evil,
      to: [{ address: "mia@mail.example", name: evil }],
      text: "/etc/passwd",
    });
    expect(header("bcc")).toBeUndefined();
    expect(mail.to.map(({ address }) => address)).toEqual(["mia@mail.example"]);
    expect(mail.text?.trim()).toBe("/etc/passwd");
  });
});

const answerSend = (asked: Asked) => {
  const { threadId } = JSON.parse(asked.body) as { threadId?: string };
  return { json: threadId ? { id: "g-1", threadId } : { id: "g-new", threadId: "t-new" } };
};
const metadata = (headers: Record<string, string>) => ({
  json: {
    id: "g-1",
    threadId: "t-1",
    payload: { headers: Object.entries(headers).map(([name, value]) => ({ name, value })) },
  },
});

describe("sending", () => {
  test("gives Gmail's ids and the Message-ID Gmail really used", async () => {
    answerGmail(google, (path, asked) =>
      path === "messages/send" ? answerSend(asked) : metadata({ "Message-Id": "<CAF=real@mail.gmail.com>" }),
    );
    expect(await message(connection, outgoing())).toEqual({
      externalId: "g-1",
      rfcMessageId: "<CAF=real@mail.gmail.com>",
    });
  });

  test("that was accepted is not undone because the read-back failed", async () => {
    answerGmail(google, (path, asked) =>
      path === "messages/send" ? answerSend(asked) : apiError(500, "backendError"),
    );
    expect(await message(connection, outgoing())).toMatchObject({ externalId: "g-1", rfcMessageId: null });
  });

  test("into a thread that is gone begins a new one", async () => {
    answerGmail(google, (path, asked) => {
      if (path !== "messages/send") return metadata({});
      return asked.body.includes("threadId") ? apiError(404, "notFound") : answerSend(asked);
    });
    expect(await message(connection, outgoing({ threadKey: "deleted" }))).toMatchObject({ externalId: "g-new" });
  });

  test.each([
    ["a cut connection", "cut" as const],
    ["a 503", { status: 503 }],
  ])("ended by %s has an unknown outcome", async (_name, answer) => {
    answerGmail(google, () => answer);
    const error = await message(connection, outgoing()).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ProviderUnavailable);
    expect(error).toMatchObject({ outcomeUnknown: true });
    expect(google.asked.filter(({ path }) => path.endsWith("/send"))).toHaveLength(1);
  });

  test("refused for good, or slowed down before it began, has a known outcome", async () => {
    answerGmail(google, () => apiError(400, "invalidArgument"));
    await expect(message(connection, outgoing())).rejects.toMatchObject({ code: "provider_rejected" });
    answerGmail(google, () => apiError(429, "rateLimitExceeded"));
    await expect(message(connection, outgoing())).rejects.toMatchObject({ outcomeUnknown: false });
    google.answer = () => "cut";
    const fresh = { ...connection, credentials: { refreshToken: "not used before" } };
    await expect(message(fresh, outgoing())).rejects.toMatchObject({
      code: "provider_unavailable",
      outcomeUnknown: false,
    });
  });
});

describe("finding a message whose outcome is unknown", () => {
  const own = { "X-Parley-Message": outgoing().id, "Message-ID": "<real@mail.gmail.com>" };

  test("by the Message-ID we gave", async () => {
    answerGmail(google, (path, { query }) => {
      if (path !== "messages") return metadata(own);
      return { json: query.get("q")?.startsWith("rfc822msgid:") ? { messages: [{ id: "g-1" }] } : {} };
    });
    expect(await find(connection, outgoing())).toEqual({
      externalId: "g-1",
      rfcMessageId: "<real@mail.gmail.com>",
    });
    expect(google.asked.find(({ path }) => path.endsWith("/messages"))?.query.get("q")).toBe(
      "rfc822msgid:0197aa00-0000-7000-8000-00000000abcd@nordlys.example",
    );
  });

  test("by our header among the mail last sent to the recipient, when Gmail replaced the Message-ID", async () => {
    answerGmail(google, (path, { query }) => {
      if (path === "messages/other") return metadata({ "X-Parley-Message": "another" });
      if (path === "messages/gone") return apiError(404, "notFound");
      if (path !== "messages") return metadata(own);
      return {
        json: query.get("q")?.startsWith("in:sent to:mia.berg@")
          ? { messages: [{ id: "gone" }, { id: "other" }, { id: "g-1" }] }
          : {},
      };
    });
    expect(await find(connection, outgoing())).toMatchObject({ externalId: "g-1" });
  });

  test("that never arrived finds nothing", async () => {
    answerGmail(google, () => ({ json: {} }));
    expect(await find(connection, outgoing())).toBeNull();
  });
});
