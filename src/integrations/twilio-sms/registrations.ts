import { ProviderRejected } from "../../platform/errors.ts";
import type { NumberKind, NumberRecord } from "../contract-numbers.ts";
import { type Access, callTwilio } from "./client.ts";

type Standing = Pick<NumberRecord, "registration" | "lacks">;
interface Asked {
  externalId: string;
  number: string;
  kind: NumberKind;
  texts: boolean;
  isSender: boolean;
}

const longestReason = 300;
const mostListed = 1_000;
const notNeeded: Standing = { registration: "not_needed", lacks: [] };
const registered: Standing = { registration: "registered", lacks: [] };

/**
 * What carriers of the United States know of the account: its brand and campaign for local numbers (A2P 10DLC), the
 * verifications of toll-free ones.
 * @returns what that means for a number.
 * Source: https://www.twilio.com/docs/messaging/compliance/a2p-10dlc
 */
export async function readRegistrations(given: Access): Promise<(number: Asked) => Standing> {
  const campaigns = await listed(given, (api) =>
    api.messaging.v1.services(given.messagingServiceSid).usAppToPerson.list({ limit: 20 }),
  );
  const brands = await listed(given, (api) => api.messaging.v1.brandRegistrations.list({ limit: 100 }));
  const verifications = await listed(given, (api) =>
    api.messaging.v1.tollfreeVerifications.list({ limit: mostListed }),
  );
  const campaign = ofCampaign(campaigns) ?? ofBrand(brands);
  return ({ externalId, number, kind, texts, isSender }) => {
    if (!texts || !/^\+1\d{10}$/.test(number)) return notNeeded;
    if (kind === "toll_free") {
      return ofVerification(verifications.filter((each) => each.tollfreePhoneNumberSid === externalId));
    }
    if (isSender || campaign.registration !== "registered") return campaign;
    return lacking("missing", "not_sender", "It is outside of the registered messaging service: let Parley set it up");
  };
}

/** An account of another country may not ask: then nothing is registered. */
async function listed<T>(given: Access, list: Parameters<typeof callTwilio<T[]>>[1]): Promise<T[]> {
  return callTwilio(given, list).catch((error: unknown) => {
    if (error instanceof ProviderRejected && error.details?.status === 404) return [];
    throw error;
  });
}

function ofCampaign(campaigns: readonly { campaignStatus: string; errors?: unknown }[]): Standing | null {
  if (campaigns.some(({ campaignStatus }) => campaignStatus === "VERIFIED")) return registered;
  const [newest] = campaigns;
  if (!newest) return null;
  if (newest.campaignStatus === "FAILED" || newest.campaignStatus === "SUSPENDED") {
    const why = reasonIn(newest.errors);
    return lacking("rejected", "campaign_rejected", `Carriers refused the campaign: mend and send it again${why}`);
  }
  return lacking("pending", "campaign_pending", "Carriers look at the campaign; that takes days, sometimes weeks");
}

function ofBrand(brands: readonly { status: string; failureReason?: string | null }[]): Standing {
  if (brands.some(({ status }) => status === "APPROVED")) {
    const what = "Describe what you text about and how people agreed to it: register a campaign (A2P 10DLC) at Twilio";
    return lacking("missing", "campaign_missing", `${what}. Until then carriers block texts to the United States`);
  }
  const [newest] = brands;
  if (newest?.status === "FAILED") {
    const why = reasonIn(newest.failureReason);
    return lacking("rejected", "brand_rejected", `The registration of your company failed: mend it at Twilio${why}`);
  }
  if (newest && newest.status !== "DELETED") {
    return lacking("pending", "brand_pending", "Your company is being registered with the carriers; that takes days");
  }
  const what = "Register your company with the carriers (A2P 10DLC brand) at Twilio, then a campaign";
  return lacking("missing", "brand_missing", `${what}. Until then they block texts to the United States`);
}

function ofVerification(all: readonly { status: string; rejectionReason?: string | null }[]): Standing {
  if (all.some(({ status }) => status === "TWILIO_APPROVED")) return registered;
  const [newest] = all;
  if (!newest) {
    const what = "Have the toll-free number verified at Twilio: company, website, what you text about";
    return lacking("missing", "verification_missing", `${what}. Until then texts from it are blocked`);
  }
  if (newest.status === "TWILIO_REJECTED") {
    const why = reasonIn(newest.rejectionReason);
    return lacking("rejected", "verification_rejected", `The verification was refused: mend and send it again${why}`);
  }
  return lacking("pending", "verification_pending", "The verification is being looked at; that takes days");
}

function lacking(registration: Standing["registration"], code: string, message: string): Standing {
  return { registration, lacks: [{ code, message }] };
}

/** What the carriers said, if they did. */
function reasonIn(said: unknown): string {
  const words = typeof said === "string" ? [said] : (Array.isArray(said) ? said : []).map(descriptionOf);
  const all = words.filter(Boolean).join("; ").toWellFormed().replaceAll("\0", "");
  return all === "" ? "" : ` (“${all.slice(0, longestReason)}”)`;
}

function descriptionOf(error: unknown): string {
  const { description, error_code: code } = Object(error);
  return typeof description === "string" ? description : code === undefined ? "" : `code ${String(code)}`;
}
