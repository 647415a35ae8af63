import type { Integration } from "../contract.ts";
import { connect } from "./connect.ts";
import { fetchFiles } from "./fetch-file.ts";
import { normalise } from "./normalise.ts";
import { findDialled, perform, standing } from "./perform.ts";
import { question } from "./question.ts";
import { account, read } from "./read.ts";
import { relay } from "./relay.ts";
import { render } from "./render.ts";
import { softphone } from "./softphone.ts";
import { verify } from "./verify.ts";

/** A shop's numbers at Twilio as a telephone: Twilio asks what is to happen, and is told what to do. */
export const twilioVoice: Integration = {
  id: "twilio-voice",
  name: "Twilio Voice",
  channel: "voice",
  connect,
  webhook: {
    signedBy: "account",
    account,
    verify,
    read,
    answer: { contentType: "text/xml", body: '<?xml version="1.0" encoding="UTF-8"?><Response/>' },
  },
  relay,
  voice: { question, render, perform, findDialled, standing },
  softphone,
  normalise,
  fetchFiles,
};
