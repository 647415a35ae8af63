import { ConnectionBroken, ProviderRejected } from "../../platform/errors.ts";
import type { Connect } from "../contract.ts";
import { accessIn, callTwilio } from "./client.ts";
import { twilioConfig } from "./config.ts";

/** Where Twilio tells of texts; behind the "#": connect, read and server errors are tried twice more. */
const inboundUrl = () => `${webhookUrl()}#rc=2&rp=ct,rt,5xx`;
/** Without the fragment, which signatures do not cover. */
export const webhookUrl = () => `${publicUrl()}/webhooks/twilio-sms`;
const voiceUrl = () => `${publicUrl()}/webhooks/twilio-voice`;
export const isOurs = (url: string) => url.startsWith(`${publicUrl()}/`);
/** What a number of its own does with texts, whatever service it is in. */
export const smsHooks = () => ({ smsUrl: inboundUrl(), smsMethod: "POST" });
/** Where Twilio asks what to do with calls, and tells of them. */
export const voiceHooks = () => ({
  ...{ voiceUrl: `${voiceUrl()}?at=incoming#rc=1&rp=ct,rt,5xx`, voiceMethod: "POST" },
  ...{ statusCallback: `${voiceUrl()}?told=leg#rc=2&rp=ct,rt,5xx`, statusCallbackMethod: "POST" },
});
/** Where Twilio fetches a file that it is to send. */
export const fileUrl = (link: string) =>
  `${twilioConfig().FILES_URL?.replace(/\/$/, "") ?? publicUrl()}/files/texts/${link}`;
const publicUrl = () => twilioConfig().PUBLIC_URL.replace(/\/$/, "");

/** Credentials: `accountSid`, `authToken`, `messagingServiceSid`, and best `apiKeySid` with `apiKeySecret`. */
export const connect: Connect = {
  async verify(credentials) {
    const given = accessIn(credentials);
    const { accountSid, messagingServiceSid } = given;
    // With the token itself: it must be the right one, or no webhook can be believed.
    const account = await callTwilio(given, (api) => api.api.v2010.accounts(accountSid).fetch(), { withToken: true });
    if (account.status !== "active") throw new ConnectionBroken(`The Twilio account is ${account.status}`);
    const service = await callTwilio(given, (api) => api.messaging.v1.services(messagingServiceSid).fetch()).catch(
      (error: unknown) => {
        if (!(error instanceof ProviderRejected) || error instanceof ConnectionBroken) throw error;
        throw new ConnectionBroken("The account has no such messaging service", { cause: error });
      },
    );
    return { account: accountSid.toLowerCase(), displayName: service.friendlyName || account.friendlyName };
  },

  /** Lets Twilio tell us of every text to a number of the service. Safe to repeat. */
  async renew({ credentials }) {
    const given = accessIn(credentials);
    await callTwilio(given, (api) =>
      api.messaging.v1.services(given.messagingServiceSid).update({
        inboundRequestUrl: inboundUrl(),
        inboundMethod: "POST",
        useInboundWebhookOnNumber: false,
      }),
    );
  },
};
