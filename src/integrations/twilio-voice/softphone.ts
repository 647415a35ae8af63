import twilio from "twilio";
import { now } from "../../platform/clock.ts";
import { ConnectionBroken } from "../../platform/errors.ts";
import type { SoftphoneProvider } from "../contract-softphone.ts";
import { type Access, accessIn, callTwilio } from "./client.ts";
import { readTwilioConfig, webhookUrl } from "./config.ts";
import { clientIdentity } from "./identity.ts";

const applicationName = "Parley softphone";

/**
 * Access tokens of the Voice SDK. They are signed by an API key, never by the account's own token, and name an
 * application that asks us whenever a softphone calls out.
 *
 * Source: https://www.twilio.com/docs/iam/access-tokens
 */
export const softphone: SoftphoneProvider = {
  async token(connection, { memberId, lifetimeMs }) {
    const access = accessIn(connection.credentials);
    const { accountSid, apiKeySid, apiKeySecret } = access;
    if (!apiKeySid || !apiKeySecret) {
      throw new ConnectionBroken(
        "Taking calls in the browser needs an API key of the Twilio account: connect it again with `apiKeySid` and `apiKeySecret`",
      );
    }
    const outgoingApplicationSid = await applicationOf(connection.id, access);
    const identity = clientIdentity(memberId);
    const ttl = Math.floor(lifetimeMs / 1000);
    const expiresAt = new Date(now().getTime() + ttl * 1000);
    const token = new twilio.jwt.AccessToken(accountSid, apiKeySid, apiKeySecret, { identity, ttl });
    token.addGrant(new twilio.jwt.AccessToken.VoiceGrant({ outgoingApplicationSid, incomingAllow: true }));
    return { token: token.toJwt(), identity, expiresAt };
  },

  standIn() {
    const { TWILIO_API_URL } = readTwilioConfig();
    return TWILIO_API_URL ? `${TWILIO_API_URL.replace(/\/$/, "")}/softphone` : null;
  },

  origins() {
    const standIn = softphone.standIn();
    if (standIn) return { connect: [new URL(standIn).origin], media: [] };
    return {
      // Source: https://www.twilio.com/docs/voice/sdks/javascript/best-practices (content security policy)
      connect: ["wss://*.twilio.com", "https://eventgw.twilio.com", "https://sdk.twilio.com"],
      media: ["mediastream:", "https://sdk.twilio.com"],
    };
  },
};

/** Connection → the application that was seen to ask us; looked for again by every process. */
const applications = new Map<string, string>();

/** What softphones call: an application that asks this installation, made when it is not there. */
async function applicationOf(connectionId: string, access: Access): Promise<string> {
  const voiceUrl = `${webhookUrl()}?at=outgoing`;
  const key = `${connectionId} ${access.accountSid} ${voiceUrl}`;
  const known = applications.get(key);
  if (known) return known;
  const sid = await callTwilio(access, async (api) => {
    const all = api.api.v2010.accounts(access.accountSid).applications;
    const [found] = await all.list({ friendlyName: applicationName, limit: 1 });
    const settings = { voiceUrl, voiceMethod: "POST" } as const;
    if (!found) return (await all.create({ friendlyName: applicationName, ...settings })).sid;
    if (found.voiceUrl === voiceUrl) return found.sid;
    const application = api.api.v2010.accounts(access.accountSid).applications(found.sid);
    return (await application.update(settings)).sid;
  });
  applications.set(key, sid);
  return sid;
}
