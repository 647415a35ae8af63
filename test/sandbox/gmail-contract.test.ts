import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { demo } from "../../sandbox/seed.ts";
import { type RunningSandbox, startSandbox } from "../../sandbox/server.ts";
import { defaultSecrets, defaultServiceAccount } from "../../sandbox/settings.ts";
import type { RawRequest } from "../../src/integrations/contract.ts";
import { contractSuite, type Fault, type Member } from "../integrations/contract-suite.ts";
import { connection, outgoing } from "../integrations/gmail/mailbox.ts";
import { until } from "../support/until.ts";

const credentials = { refreshToken: demo.mailbox.refreshToken };
const faults: Record<Fault, object> = {
  throttled: { status: 429 },
  down: { status: 503 },
  cut: { cut: "before" },
};

contractSuite("gmail", startMember);

/** The Gmail adapter against the whole sandbox: what it is told there it would be told by Google. */
async function startMember(): Promise<Member> {
  const received: RawRequest[] = [];
  const receiver = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    received.push({ headers: { authorization: request.headers.authorization }, body: Buffer.concat(chunks) });
    response.writeHead(204).end();
  });
  await new Promise<void>((listening) => receiver.listen(0, "127.0.0.1", listening));
  const { port } = receiver.address() as AddressInfo; // it listens on TCP
  const pushUrl = `http://127.0.0.1:${port}/push`;
  const running = await startSandbox({ pushUrl });
  pointGmailAt(running, pushUrl);
  const { faults: active, mail } = running.state;
  return {
    connection: { ...connection, account: demo.mailbox.address, credentials },
    credentials,
    break: async (fault) =>
      active.add({ target: "gmail", path: "/gmail/v1/", ...faults[fault], acts: false, times: "always" }),
    heal: async () => active.clear(),
    async happen() {
      const before = received.length;
      await mail.submit("mia.berg@mail.example", { to: demo.mailbox.address, subject: "Hello", text: "Hello" });
      return until(() => received[before]);
    },
    outgoing,
    async stop() {
      await running.stop();
      await new Promise((closed) => receiver.close(closed));
    },
  };
}

function pointGmailAt({ url }: RunningSandbox, audience: string): void {
  Object.assign(process.env, {
    GOOGLE_CLIENT_ID: defaultSecrets.googleClientId,
    GOOGLE_CLIENT_SECRET: defaultSecrets.googleClientSecret,
    GOOGLE_API_URL: `${url}/google`,
    GOOGLE_TOKEN_URL: `${url}/google/token`,
    GOOGLE_CERTS_URL: `${url}/google/certs`,
    GMAIL_PUSH_AUDIENCE: audience,
    GMAIL_PUSH_SERVICE_ACCOUNT: defaultServiceAccount,
    GMAIL_PUBSUB_TOPIC: "projects/sandbox/topics/gmail",
  });
}
