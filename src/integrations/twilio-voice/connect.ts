import { ConnectionBroken } from "../../platform/errors.ts";
import type { Connect } from "../contract.ts";
import { type Access, accessIn, callTwilio } from "./client.ts";
import { webhookUrl } from "./config.ts";

/** Behind the "#": connect, read and server errors are tried once more. */
const incomingUrl = () => `${webhookUrl()}?at=incoming#rc=1&rp=ct,rt,5xx`;
const statusUrl = () => `${webhookUrl()}?told=leg#rc=2&rp=ct,rt,5xx`;

/** Credentials: `accountSid`, `authToken`, `numbers`, and best `apiKeySid` with `apiKeySecret`. */
export const connect: Connect = {
  async verify(credentials) {
    const given = accessIn(credentials);
    const { accountSid } = given;
    // With the token itself: it must be the right one, or no webhook can be believed.
    const account = await callTwilio(given, (api) => api.api.v2010.accounts(accountSid).fetch(), { withToken: true });
    if (account.status !== "active") throw new ConnectionBroken(`The Twilio account is ${account.status}`);
    for (const number of given.numbers) await sidOf(given, number);
    return { account: accountSid.toLowerCase(), displayName: account.friendlyName };
  },

  /** Lets Twilio ask us about every call to these numbers. Safe to repeat. */
  async renew({ credentials }) {
    const given = accessIn(credentials);
    for (const number of given.numbers) {
      const sid = await sidOf(given, number);
      await callTwilio(given, (api) =>
        api.incomingPhoneNumbers(sid).update({
          ...{ voiceUrl: incomingUrl(), voiceMethod: "POST" },
          ...{ statusCallback: statusUrl(), statusCallbackMethod: "POST" },
        }),
      );
    }
  },
};

async function sidOf(given: Access, phoneNumber: string): Promise<string> {
  const [found] = await callTwilio(given, (api) => api.incomingPhoneNumbers.list({ phoneNumber, limit: 1 }));
  if (!found) throw new ConnectionBroken(`${phoneNumber} is no number of this Twilio account`);
  return found.sid;
}
