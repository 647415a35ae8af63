import type { Calls } from "./calls.ts";
import type { Faults } from "./faults.ts";
import type { PlayedMail } from "./gmail/play.ts";
import type { Gmail } from "./gmail/state.ts";
import type { Loyalty } from "./loyalty/state.ts";
import type { Model } from "./model/state.ts";
import type { Outgoing } from "./outgoing.ts";
import type { Settings } from "./settings.ts";
import type { ShopifyApp } from "./shopify/app.ts";
import type { Shops } from "./shopify/state.ts";
import type { Twilio } from "./twilio/state.ts";
import type { WoundClock } from "./wound-clock.ts";

/** Everything the stand-ins know. A reset replaces `gmail`, `app`, `shops`, `model`, `twilio` and `loyalty`: read them when they are needed. */
export interface Sandbox {
  settings: Settings;
  calls: Calls;
  faults: Faults;
  outgoing: Outgoing;
  /** Shopify's time: its tokens, files and retries. */
  clock: WoundClock;
  /** Mail written and read past the API, for the page that plays the shoppers. */
  mail: PlayedMail;
  gmail: Gmail;
  /** The app as Shopify's dashboard knows it. */
  app: ShopifyApp;
  shops: Shops;
  model: Model;
  twilio: Twilio;
  loyalty: Loyalty;
}
