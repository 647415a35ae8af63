import type { Integration } from "../contract.ts";
import { act } from "./act/index.ts";
import { billing } from "./billing.ts";
import { connect } from "./connect.ts";
import { install } from "./install.ts";
import { lookup } from "./lookup.ts";
import { normalise } from "./normalise.ts";
import { account, externalId, read } from "./read.ts";
import { records } from "./records.ts";
import { verify } from "./verify.ts";

/** A shop's customers and orders: looked up by email, webhooks say when to look again. */
export const shopify: Integration = {
  id: "shopify",
  name: "Shopify",
  connect,
  install,
  billing,
  webhook: { account, externalId, verify, read },
  lookup,
  records,
  act,
  normalise,
};
