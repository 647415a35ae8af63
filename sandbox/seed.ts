import { now } from "../src/platform/clock.ts";
import { demoCheckouts, demoProducts } from "./seed-goods.ts";
import type { TwilioSeed } from "./twilio/seeds.ts";
import type { CustomerSeed, FulfillmentSeed, LineSeed, MailboxSeed, OrderSeed, World } from "./world.ts";

/** Addresses and credentials of the demo shop: what an operator would get by connecting a mailbox and a shop. */
export const demo = {
  mailbox: { address: "support@nordlys.example", refreshToken: "1//sandbox-support-nordlys" },
  shop: { domain: "nordlys.myshopify.com", accessToken: "shpat_sandbox_nordlys" },
  /** The same people's second shop, without the app: install it from the sandbox's app store. */
  otherShop: { domain: "nordlys-home.myshopify.com" },
  /** In its own pages; the shop's server signs with the secret. */
  chat: { key: "6e6f72646c79732d63686174", identitySecret: "sandbox-chat-identity-secret-of-nordlys" },
  twilio: {
    accountSid: "AC00000000000000000000000000004e4f",
    authToken: "sandbox00twilio00auth00token0000",
    apiKeySid: "SK00000000000000000000000000004e4f",
    apiKeySecret: "sandbox-twilio-api-key-secret",
    messagingServiceSid: "MG00000000000000000000000000004e4f",
    /** Its texts go through the service, registered with the carriers of the United States. */
    number: "+12025550142",
    numberSid: "PN00000000000000000000000000004e4f",
  },
} as const;

/** Nordlys Candles with four shoppers; dates lie around today, so that the parcel is still on its way. */
export function demoWorld(): World {
  return {
    mailboxes: [
      { ...demo.mailbox, name: "Nordlys Candles", kind: "shop", aliases: ["hello@nordlys.example"], watched: true },
      shopper("Mia Berg"),
      shopper("Jonas Vik"),
      shopper("Sara Lindqvist"),
      shopper("Tom Reed"),
    ],
    shops: [
      {
        ...demo.shop,
        name: "Nordlys Candles",
        email: demo.mailbox.address,
        currency: "EUR",
        customers: [
          customer(7001, "Mia Berg", "Storgatan 12", "Uppsala", "753 31", "Sweden", "SE"),
          customer(7002, "Jonas Vik", "Kirkegata 4", "Bergen", "5017", "Norway", "NO"),
          customer(7003, "Sara Lindqvist", "Hamngatan 8", "Malmö", "211 22", "Sweden", "SE"),
        ],
        orders: [delivered(), inTransit(), unfulfilled(), partlyRefunded()],
        products: demoProducts,
        checkouts: demoCheckouts(days(-1)),
      },
      {
        ...demo.otherShop,
        name: "Nordlys Home",
        email: demo.mailbox.address,
        currency: "EUR",
        customers: [customer(8001, "Mia Berg", "Storgatan 12", "Uppsala", "753 31", "Sweden", "SE")],
        orders: [order(2001, 8001, 40, [line(20_01, "Dune candle holder", "Brass", 1, 5900, "dune")], {})],
      },
    ],
    twilio: demoPhones(),
  };
}

/** The same, with somebody who only ever texts: her order is found by her number. */
export function worldWithTexts(): World {
  const world = demoWorld();
  const phone = "+14155550175";
  const astrid = { ...customer(7004, "Astrid Moen", "Nygata 2", "Bergen", "5017", "Norway", "NO"), phone };
  const ordered = order(1045, 7004, 1, [line(45_01, "Fjord candle", "Large / Sea salt", 1, 2400, "fjord")], {});
  const [shop] = world.shops;
  shop!.customers.push(astrid);
  shop!.orders.push(ordered);
  world.twilio?.phones.push({ name: "Astrid Moen", number: phone });
  return world;
}

function demoPhones(): TwilioSeed {
  const { accountSid, authToken, apiKeySid, apiKeySecret, messagingServiceSid, number, numberSid } = demo.twilio;
  return {
    accounts: [
      {
        ...{ sid: accountSid, authToken, name: "Nordlys Candles", apiKeys: [{ sid: apiKeySid, secret: apiKeySecret }] },
        numbers: [{ sid: numberSid, number }],
        services: [
          { sid: messagingServiceSid, name: "Nordlys Candles", numberSids: [numberSid], campaign: "VERIFIED" },
        ],
      },
    ],
    phones: [
      { name: "Mia Berg", number: "+12025550171" },
      { name: "Jonas Vik", number: "+13035550172" },
      { name: "Sara Lindqvist", number: "+14155550173" },
      { name: "Tom Reed", number: "+12125550174" },
    ],
  };
}

function inTransit(): OrderSeed {
  const lines = [line(42_01, "Fjord candle", "Large / Sea salt", 2, 2400, "fjord")];
  return order(1042, 7001, 4, lines, {
    fulfillments: [
      parcel(1042, 3, lines, "IN_TRANSIT", {
        tracking: tracking("PostNord", "00373500489530470000"),
        estimatedDeliveryAt: days(2),
        inTransitAt: days(-2),
        events: [
          { id: 104_201, status: "CONFIRMED", message: "The parcel has been handed in", at: days(-3) },
          { id: 104_202, status: "IN_TRANSIT", message: "Sorted at the terminal in Malmö", at: days(-1) },
        ],
      }),
    ],
  });
}

function unfulfilled(): OrderSeed {
  const lines = [
    line(43_01, "Aurora candle", "Medium / Pine", 1, 1900, "aurora"),
    line(43_02, "Wick trimmer", null, 1, 1250, "trimmer"),
  ];
  return order(1043, 7002, 1, lines, { note: "Gift wrapping, please" });
}

function delivered(): OrderSeed {
  const lines = [line(38_01, "Midnight sun candle", "Small / Amber", 3, 1400, "midnight")];
  return order(1038, 7003, 20, lines, {
    fulfillments: [
      parcel(1038, 19, lines, "DELIVERED", {
        tracking: tracking("PostNord", "00373500489530460380"),
        estimatedDeliveryAt: days(-16),
        inTransitAt: days(-18),
        deliveredAt: days(-16),
        events: [
          { id: 103_801, status: "IN_TRANSIT", message: "On its way", at: days(-18) },
          { id: 103_802, status: "DELIVERED", message: "Collected by the receiver", at: days(-16) },
        ],
      }),
    ],
  });
}

function partlyRefunded(): OrderSeed {
  const lines = [
    line(44_01, "Fjord candle", "Small / Sea salt", 2, 1600, "fjord"),
    line(44_02, "Candle snuffer", "Brass", 1, 1800, "snuffer"),
  ];
  return order(1044, 7003, 9, lines, {
    financialStatus: "PARTIALLY_REFUNDED",
    fulfillments: [
      parcel(1044, 8, lines, "DELIVERED", {
        tracking: tracking("DHL", "JVGL0544120044"),
        estimatedDeliveryAt: days(-5),
        inTransitAt: days(-7),
        deliveredAt: days(-5),
      }),
    ],
    refunds: [
      {
        id: 104_490,
        createdAt: days(-3),
        note: "One candle arrived broken",
        amountMinor: 1600,
        lines: [{ lineId: 44_01, quantity: 1, subtotalMinor: 1600 }],
      },
    ],
    returns: [
      {
        ...{ id: 104_495, status: "OPEN", createdAt: days(-2), reasonNote: "The hinge is stiff" },
        lines: [{ lineId: 44_02, quantity: 1 }],
      },
    ],
  });
}

function shopper(name: string): MailboxSeed {
  const address = addressOf(name);
  return { address, name, kind: "shopper", refreshToken: `1//sandbox-${address}` };
}

function customer(
  id: number,
  name: string,
  address1: string,
  city: string,
  zip: string,
  country: string,
  countryCode: string,
): CustomerSeed {
  const [firstName = "", lastName = ""] = name.split(" ");
  const address = { address1, city, zip, country, countryCode };
  return { id, firstName, lastName, email: addressOf(name), phone: null, createdAt: days(-200), address };
}

function order(
  number: number,
  customerId: number,
  placedDaysAgo: number,
  lines: LineSeed[],
  given: Partial<OrderSeed>,
): OrderSeed {
  return {
    id: 5_500_000_000_000 + number,
    number,
    customerId,
    createdAt: days(-placedDaysAgo),
    updatedAt: days(-1),
    financialStatus: "PAID",
    cancelledAt: null,
    cancelReason: null,
    note: null,
    lines,
    shippingMinor: 590,
    fulfillments: [],
    refunds: [],
    ...given,
  };
}

function line(
  id: number,
  title: string,
  variant: string | null,
  quantity: number,
  unitPriceMinor: number,
  image: string,
): LineSeed {
  const product = demoProducts.find((each) => each.title === title);
  const sold = product?.variants.find(({ optionValues }) => optionValues.join(" / ") === (variant ?? "Default Title"));
  return {
    id,
    title,
    variant,
    sku: sold?.sku ?? `NC-${id}`,
    quantity,
    unitPriceMinor,
    image,
    variantId: sold?.id ?? null,
  };
}

function parcel(
  number: number,
  sentDaysAgo: number,
  lines: LineSeed[],
  displayStatus: FulfillmentSeed["displayStatus"],
  given: Partial<FulfillmentSeed>,
): FulfillmentSeed {
  return {
    id: 4_400_000_000_000 + number,
    createdAt: days(-sentDaysAgo),
    status: "SUCCESS",
    displayStatus,
    tracking: null,
    estimatedDeliveryAt: null,
    inTransitAt: null,
    deliveredAt: null,
    lines: lines.map(({ id, quantity }) => ({ lineId: id, quantity })),
    events: [],
    ...given,
  };
}

function tracking(company: string, number: string) {
  return { company, number, url: `https://tracking.example/${number}` };
}

function addressOf(name: string): string {
  return `${name.toLowerCase().replace(" ", ".")}@mail.example`;
}

/** Noon UTC, this many days from today. */
function days(fromToday: number): string {
  const noon = new Date(now());
  noon.setUTCHours(12, 0, 0, 0);
  noon.setUTCDate(noon.getUTCDate() + fromToday);
  return noon.toISOString().replace(".000Z", "Z");
}
