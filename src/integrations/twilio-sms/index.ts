import type { Integration } from "../contract.ts";
import { connect } from "./connect.ts";
import { fetchFiles } from "./fetch-file.ts";
import { normalise } from "./normalise.ts";
import { numbers } from "./numbers.ts";
import { account, read } from "./read.ts";
import { find, message } from "./send.ts";
import { verify } from "./verify.ts";

/** A shop's numbers at Twilio: texts and pictures come by webhook, answers leave through a messaging service. */
export const twilioSms: Integration = {
  id: "twilio-sms",
  name: "Twilio SMS",
  channel: "sms",
  connect,
  webhook: {
    signedBy: "account",
    account,
    verify,
    read,
    // Twilio waits for instructions: none.
    answer: { contentType: "text/xml", body: '<?xml version="1.0" encoding="UTF-8"?><Response/>' },
  },
  send: { fetchesFiles: true, message, find },
  numbers,
  normalise,
  fetchFiles,
};
