import { describe, expect, test } from "@jest/globals";
import { defaultServiceAccount } from "../../sandbox/settings.ts";
import { until } from "../support/until.ts";
import {
  audience,
  control,
  gmailOf,
  inbox,
  mia,
  oauth,
  pushes,
  question,
  raw,
  sandbox,
  shop,
  statuses,
} from "./shop-mailbox.ts";

describe("faults", () => {
  const profile = () => gmailOf(shop).users.getProfile({ userId: "me" });
  const atProfile = { target: "gmail", path: "/profile" };

  test("an answer is replaced as often as said, with the wait that was asked for", async () => {
    await control("POST", "faults", { ...atProfile, status: 429, retryAfterSeconds: 7, times: 2 });
    for (const _ of [1, 2]) {
      const failure = await profile().catch((error: unknown) => error);
      expect(failure).toMatchObject({ status: 429, message: expect.stringContaining("Too many") });
    }
    expect((await profile()).status).toBe(200);
    expect((await control("GET", "state")).calls.gmail["GET /google/gmail/v1/users/me/profile"]).toBe(3);
  });

  test.each([
    ["before", 0],
    ["after", 1],
  ])("a send cut %s acting leaves %d mail sent", async (cut, count) => {
    await control("POST", "faults", { target: "gmail", path: "/messages/send", cut });
    const sending = gmailOf(shop).users.messages.send({
      userId: "me",
      requestBody: { raw: raw([`To: ${mia}`, "Subject: Hi"]) },
    });
    await expect(sending).rejects.not.toHaveProperty("response.status");
    expect(sandbox.state.mail.threads(mia)).toHaveLength(count);
  });

  test("a fault that says nothing known is refused, and faults can be taken back", async () => {
    const answer = await fetch(`${sandbox.url}/control/faults`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ target: "gmial", status: 500 }),
    });
    expect(answer.status).toBe(422);
    await control("POST", "faults", { ...atProfile, status: 500, times: "always" });
    await control("DELETE", "faults");
    expect((await profile()).status).toBe(200);
  });
});

describe("pushes", () => {
  const noticeIn = ({ body }: { body: string }) =>
    JSON.parse(Buffer.from(JSON.parse(body).message.data, "base64").toString("utf8"));

  test("new mail is pushed with a token that Google's own library accepts", async () => {
    await question();
    const push = await until(() => pushes[0]);
    const { data: profile } = await gmailOf(shop).users.getProfile({ userId: "me" });
    expect(noticeIn(push)).toEqual({ emailAddress: shop, historyId: profile.historyId });
    const idToken = push.headers.authorization!.replace("Bearer ", "");
    const claims = (await oauth("unused").verifyIdToken({ idToken, audience })).getPayload();
    expect(claims).toMatchObject({
      iss: "https://accounts.google.com",
      email: defaultServiceAccount,
      email_verified: true,
    });
    await expect(oauth("unused").verifyIdToken({ idToken, audience: "another" })).rejects.toThrow();
  });

  test("a push comes again until it is accepted, and no more after that", async () => {
    statuses.push(500, 503);
    await question();
    await until(() => sandbox.state.outgoing.waiting() === 0 && pushes.length > 0);
    expect(pushes).toHaveLength(3);
    expect((await control("GET", "state")).calls.push).toMatchObject({ [`accepted ${shop}`]: 1 });
  });

  test("pushes are doubled, lost or swapped when told to", async () => {
    const settled = () => until(() => sandbox.state.outgoing.waiting() === 0);
    await control("POST", "faults", { target: "push", duplicate: 1 });
    await question("Doubled");
    await settled();
    expect(pushes).toHaveLength(2);
    await control("POST", "faults", { target: "push", drop: true });
    await question("Lost");
    await settled();
    expect(pushes).toHaveLength(2);
    await control("POST", "faults", { target: "push", reorder: true });
    await question("Kept back");
    await question("Sent first");
    await settled();
    const [former, latter] = pushes.slice(2).map((push) => BigInt(noticeIn(push).historyId));
    expect(former! > latter!).toBe(true);
  });

  test("without a watch nothing is pushed", async () => {
    await gmailOf(shop).users.stop({ userId: "me" });
    await question();
    expect(await inbox(shop)).toHaveLength(1);
    expect([sandbox.state.outgoing.waiting(), pushes.length]).toEqual([0, 0]);
  });
});
