import type { Integration } from "../contract.ts";
import { connect } from "./connect.ts";
import { files, normalise } from "./normalise.ts";
import { changes } from "./pull.ts";
import { account, read } from "./read.ts";
import { find, message } from "./send.ts";
import { verify } from "./verify.ts";

/** A shop's mailbox: push says that something changed, the history says what, replies leave from the same address. */
export const gmail: Integration = {
  id: "gmail",
  name: "Gmail",
  channel: "email",
  connect,
  webhook: { account, verify, read },
  pull: { changes },
  send: { message, find },
  normalise,
  files,
};
