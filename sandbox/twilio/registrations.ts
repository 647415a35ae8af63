import type { Router } from "express";
import type { Sandbox } from "../sandbox.ts";
import { type Call, restCall } from "./call.ts";
import { seconds } from "./dates.ts";
import { notFound, refused } from "./errors.ts";
import { metaPage } from "./page.ts";
import { newSid } from "./sid.ts";
import { type Account, isTollFree, type PhoneNumber, type Resource, serviceWith, type Twilio } from "./state.ts";

/**
 * Why a carrier of the United States refuses a sender: a long code outside of a verified campaign, a toll-free number
 * that is not verified. Source: https://www.twilio.com/docs/messaging/compliance/a2p-10dlc
 */
export function registrationProblem(twilio: Twilio, account: Account, own: PhoneNumber, to: string): number | null {
  if (!twilio.registrationRequired || !/^\+1\d{10}$/.test(own.number) || !/^\+1\d{10}$/.test(to)) return null;
  if (isTollFree(own.number)) {
    const mine = [...account.tollfree.values()].filter((each) => each.tollfree_phone_number_sid === own.sid);
    return mine.some(({ status }) => status === "TWILIO_APPROVED") ? null : 30032;
  }
  const campaigns = [...(serviceWith(account, own)?.campaigns.values() ?? [])];
  return campaigns.some(({ campaign_status: status }) => status === "VERIFIED") ? null : 30034;
}

const brands = "/messaging/v1/a2p/BrandRegistrations";
const campaigns = "/messaging/v1/Services/:ServiceSid/Compliance/Usa2p";
const verifications = "/messaging/v1/Tollfree/Verifications";

/** Brands, campaigns and toll-free verifications; /control/twilio says how the review ends. */
export function registrationRoutes(routes: Router, sandbox: Sandbox): void {
  const on = (call: Call) => found(call, call.account.brands);
  routes.get(
    brands,
    restCall(sandbox, (call) =>
      metaPage(call, "data", [...call.account.brands.values()], (each) => brandView(call, each)),
    ),
  );
  routes.post(brands, restCall(sandbox, createBrand, 201));
  routes.get(
    `${brands}/:Sid`,
    restCall(sandbox, (call) => brandView(call, on(call))),
  );
  routes.post(
    `${brands}/:Sid`,
    restCall(sandbox, (call) => brandView(call, Object.assign(on(call), { status: "PENDING" }))),
  );

  routes.get(
    campaigns,
    restCall(sandbox, (call) =>
      metaPage(call, "compliance", [...campaignsOf(call).values()], (each) => campaignView(call, each)),
    ),
  );
  routes.post(campaigns, restCall(sandbox, createCampaign, 201));
  routes.get(
    `${campaigns}/:Sid`,
    restCall(sandbox, (call) => campaignView(call, found(call, campaignsOf(call)))),
  );
  routes.delete(
    `${campaigns}/:Sid`,
    restCall(sandbox, (call) => void campaignsOf(call).delete(found(call, campaignsOf(call)).sid)),
  );

  const one = (call: Call) => found(call, call.account.tollfree);
  routes.get(verifications, restCall(sandbox, listVerifications));
  routes.post(verifications, restCall(sandbox, createVerification, 201));
  routes.get(
    `${verifications}/:Sid`,
    restCall(sandbox, (call) => verificationView(call, one(call))),
  );
  routes.post(
    `${verifications}/:Sid`,
    restCall(sandbox, (call) =>
      verificationView(call, Object.assign(one(call), written(call), { status: "PENDING_REVIEW" })),
    ),
  );
  routes.delete(
    `${verifications}/:Sid`,
    restCall(sandbox, (call) => void call.account.tollfree.delete(one(call).sid)),
  );
}

function createBrand(call: Call) {
  for (const name of ["CustomerProfileBundleSid", "A2PProfileBundleSid"]) must(call, name);
  const sid = newSid("BN");
  const brand: Resource = { ...written(call), sid, status: "PENDING", identity_status: "UNVERIFIED" };
  call.account.brands.set(sid, brand);
  return brandView(call, brand);
}

function createCampaign(call: Call) {
  const brand = call.account.brands.get(call.text("BrandRegistrationSid") ?? "");
  if (brand?.status !== "APPROVED") throw refused(21717, "The brand registration is not approved");
  const existing = campaignsOf(call);
  if (existing.size > 0) throw refused(21714, "The messaging service has a campaign already");
  const sid = newSid("QE");
  const campaign: Resource = { ...written(call), sid, campaign_status: "IN_PROGRESS" };
  existing.set(sid, campaign);
  return campaignView(call, campaign);
}

function listVerifications(call: Call) {
  const [number, status] = [call.text("TollfreePhoneNumberSid"), call.text("Status")];
  const all = [...call.account.tollfree.values()].filter(
    (each) => (!number || each.tollfree_phone_number_sid === number) && (!status || each.status === status),
  );
  return metaPage(call, "verifications", all, (each) => verificationView(call, each));
}

function createVerification(call: Call) {
  for (const name of ["BusinessName", "BusinessWebsite", "UseCaseSummary", "TollfreePhoneNumberSid"]) must(call, name);
  const own = call.account.numbers.get(call.text("TollfreePhoneNumberSid") ?? "");
  if (!own || !isTollFree(own.number))
    throw refused(21708, "TollfreePhoneNumberSid is no toll-free number of the account");
  const sid = newSid("HH");
  const verification: Resource = { ...written(call), sid, status: "PENDING_REVIEW" };
  call.account.tollfree.set(sid, verification);
  return verificationView(call, verification);
}

function must(call: Call, name: string): void {
  if (!call.text(name)) throw refused(20001, `${name} is missing`);
}

/** What was given, under the names of the answer. */
function written(call: Call): Record<string, unknown> {
  const lists = /Samples|Keywords|ImageUrls|Categories/;
  return Object.fromEntries(
    Object.entries(call.given).map(([name, value]) => {
      const wire = name.replace(/(?<=[a-z\d])(?=[A-Z])/g, "_").toLowerCase();
      const one = [value].flat()[0] ?? "";
      return [wire, lists.test(name) ? [value].flat() : /^(?:true|false)$/.test(one) ? one === "true" : one];
    }),
  );
}

function found(call: Call, among: Map<string, Resource>): Resource {
  const resource = among.get(call.path("Sid"));
  if (!resource) throw notFound(call.uri);
  return resource;
}

function campaignsOf(call: Call): Map<string, Resource> {
  const service = call.account.services.get(call.path("ServiceSid"));
  if (!service) throw notFound(call.uri);
  return service.campaigns;
}

function stamps(call: Call) {
  const at = seconds(call.account.createdAt);
  return { account_sid: call.account.sid, date_created: at, date_updated: at };
}

function brandView(call: Call, brand: Resource) {
  return {
    ...{ customer_profile_bundle_sid: null, a2p_profile_bundle_sid: null, brand_type: "STANDARD", tcr_id: null },
    ...{ failure_reason: null, errors: [], brand_feedback: [], identity_status: null, russell_3000: false },
    ...{ government_entity: false, tax_exempt_status: null, skip_automatic_sec_vet: false, mock: false },
    ...{ ...brand, ...stamps(call), url: `${call.base}${brands}/${brand.sid}` },
    links: { brand_vettings: `${call.base}${brands}/${brand.sid}/Vettings` },
  };
}

function campaignView(call: Call, campaign: Resource) {
  const serviceSid = call.path("ServiceSid");
  return {
    ...{ description: "", message_samples: [], us_app_to_person_usecase: "MIXED", has_embedded_links: false },
    ...{ has_embedded_phone: false, subscriber_opt_in: false, age_gated: false, direct_lending: false },
    ...{ campaign_id: null, is_externally_registered: false, rate_limits: null, message_flow: "", mock: false },
    ...{ opt_in_message: "", opt_out_message: "", help_message: "", opt_in_keywords: [], opt_out_keywords: [] },
    ...{ help_keywords: [], errors: [], privacy_policy_url: null, terms_and_conditions_url: null, ...campaign },
    ...{ ...stamps(call), messaging_service_sid: serviceSid },
    url: `${call.base}/messaging/v1/Services/${serviceSid}/Compliance/Usa2p/${campaign.sid}`,
  };
}

function verificationView(call: Call, verification: Resource) {
  const own = call.account.numbers.get(String(verification.tollfree_phone_number_sid));
  return {
    ...{ rejection_reason: null, rejection_reasons: [], error_code: null, edit_allowed: null, edit_expiration: null },
    ...{ ...verification, ...stamps(call), tollfree_phone_number: own?.number ?? null },
    url: `${call.base}${verifications}/${verification.sid}`,
  };
}
