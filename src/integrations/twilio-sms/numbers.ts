import type { Twilio } from "twilio";
import { ProviderRejected } from "../../platform/errors.ts";
import type { NumberKind, NumberOffer, NumberRecord, Numbers, WantedNumber } from "../contract-numbers.ts";
import { accessIn, callTwilio } from "./client.ts";
import { isOurs, smsHooks, voiceHooks } from "./connect.ts";
import { readRegistrations } from "./registrations.ts";

const mostOffers = 20;
const mostNumbers = 1_000;
/** Already a sender of this service. */
const alreadyThere = "21710";

const soldNowhere = "Twilio sells no such numbers in this country";
const textsAside = { code: "texts_elsewhere", message: "Texts do not come to Parley, nor leave from it: set it up" };
const callsAside = { code: "calls_nowhere", message: "Nobody answers when it is called: set it up" };
const priceNames = { local: "local", mobile: "mobile", toll_free: "toll free" } as const;
/** Currencies of Twilio's prices that have no cents. */
const wholeCurrencies: ReadonlySet<string> = new Set(["JPY"]);

/** Source: https://www.twilio.com/docs/phone-numbers/api and https://www.twilio.com/docs/phone-numbers/pricing */
export const numbers: Numbers = {
  async offers({ credentials }, wanted) {
    const given = accessIn(credentials);
    const ask = async (api: Twilio) => ({ price: await priceOf(api, wanted), found: await forSale(api, wanted) });
    const { price, found } = await callTwilio(given, ask).catch((error: unknown) => {
      if (!(error instanceof ProviderRejected) || error.details?.status !== 404) throw error;
      throw new ProviderRejected(soldNowhere, { cause: error });
    });
    return found.map((offer): NumberOffer => {
      const needsAddress = offer.addressRequirements !== "none";
      return {
        ...{ number: offer.phoneNumber, kind: wanted.kind, ...abilities(offer.capabilities), ...price },
        place: [offer.locality, offer.region].filter(Boolean).join(", ") || null,
        obstacle: needsAddress
          ? "Twilio wants an address there first: buy it in Twilio's console, and it appears here within the hour"
          : null,
      };
    });
  },

  async list({ credentials }) {
    const given = accessIn(credentials);
    const owned = await callTwilio(given, (api) => api.incomingPhoneNumbers.list({ limit: mostNumbers }));
    const service = await callTwilio(given, (api) =>
      api.messaging.v1.services(given.messagingServiceSid).phoneNumbers.list({ limit: mostNumbers }),
    );
    const senders = new Set(service.map(({ sid }) => sid));
    const registered = await readRegistrations(given);
    return owned.map(({ sid, phoneNumber, capabilities, voiceUrl, voiceApplicationSid }): NumberRecord => {
      const able = { ...abilities(capabilities), kind: kindOf(phoneNumber) };
      const isSender = senders.has(sid);
      const aside = [
        ...(able.texts && !isSender ? [textsAside] : []),
        ...(able.calls && !voiceUrl && !voiceApplicationSid ? [callsAside] : []),
      ];
      const { registration, lacks } = registered({ externalId: sid, number: phoneNumber, isSender, ...able });
      const isSetUp = aside.length === 0;
      return { ...able, externalId: sid, number: phoneNumber, isSetUp, registration, lacks: [...lacks, ...aside] };
    });
  },

  async find({ credentials }, phoneNumber) {
    const found = await callTwilio(accessIn(credentials), (api) =>
      api.incomingPhoneNumbers.list({ phoneNumber, limit: 20 }),
    );
    const own = found.find((one) => one.phoneNumber === phoneNumber);
    return own ? { externalId: own.sid } : null;
  },

  async buy({ credentials }, phoneNumber) {
    const bought = await callTwilio(
      accessIn(credentials),
      (api) => api.incomingPhoneNumbers.create({ phoneNumber, ...smsHooks(), ...voiceHooks() }),
      { sending: true },
    );
    return { externalId: bought.sid };
  },

  async setUp({ credentials }, externalId) {
    const given = accessIn(credentials);
    const { capabilities, voiceUrl, voiceApplicationSid } = await callTwilio(given, (api) =>
      api.incomingPhoneNumbers(externalId).fetch(),
    );
    // Who has calls answered elsewhere goes on to.
    const isFree = voiceUrl ? isOurs(voiceUrl) : !voiceApplicationSid;
    const hooks = { ...smsHooks(), ...(isFree && voiceHooks()) };
    await callTwilio(given, (api) => api.incomingPhoneNumbers(externalId).update(hooks));
    if (!abilities(capabilities).texts) return;
    await callTwilio(given, (api) =>
      api.messaging.v1.services(given.messagingServiceSid).phoneNumbers.create({ phoneNumberSid: externalId }),
    ).catch((error: unknown) => {
      if (!(error instanceof ProviderRejected) || error.details?.providerCode !== alreadyThere) throw error;
    });
  },

  async release({ credentials }, externalId) {
    await callTwilio(accessIn(credentials), (api) => api.incomingPhoneNumbers(externalId).remove()).catch(
      (error: unknown) => {
        if (!(error instanceof ProviderRejected) || error.details?.status !== 404) throw error;
      },
    );
  },
};

async function priceOf(api: Twilio, { countryCode, kind }: WantedNumber) {
  const { phoneNumberPrices, priceUnit } = await api.pricing.v1.phoneNumbers.countries(countryCode).fetch();
  const price = phoneNumberPrices.find(({ numberType }) => numberType === priceNames[kind]);
  // A decimal string, whatever its type says.
  const amount = Number(price?.currentPrice);
  if (!Number.isFinite(amount)) throw new ProviderRejected(soldNowhere);
  const currency = priceUnit.toUpperCase();
  return { priceMinor: Math.round(amount * (wholeCurrencies.has(currency) ? 1 : 100)), currency };
}

interface ForSale {
  phoneNumber: string;
  locality: string;
  region: string;
  addressRequirements: string;
  capabilities: unknown;
}

function forSale(api: Twilio, { countryCode, kind, areaCode, contains }: WantedNumber): Promise<ForSale[]> {
  const country = api.availablePhoneNumbers(countryCode);
  const wanted = { limit: mostOffers, smsEnabled: true, ...(contains && { contains }) };
  if (kind === "mobile") return country.mobile.list(wanted);
  if (kind === "toll_free") return country.tollFree.list(wanted);
  return country.local.list({ ...wanted, ...(areaCode && { areaCode: Number(areaCode) }) });
}

/** Twilio writes them in capitals of numbers for sale, and small of numbers one has. */
function abilities(capabilities: unknown): { texts: boolean; pictures: boolean; calls: boolean } {
  const told = Object.entries(Object(capabilities)).map(([name, able]) => [name.toLowerCase(), able === true] as const);
  const { sms = false, mms = false, voice = false } = Object.fromEntries(told);
  return { texts: sms, pictures: mms, calls: voice };
}

/** Source: https://www.twilio.com/docs/phone-numbers: 800, 888, 877, 866, 855, 844, 833 */
function kindOf(number: string): NumberKind {
  if (/^\+1(?:800|888|877|866|855|844|833)\d{7}$/.test(number)) return "toll_free";
  if (!number.startsWith("+") || number.length < 9) return "short_code";
  return number.startsWith("+1") ? "local" : "mobile";
}
