import { randomBytes } from "node:crypto";
import { now } from "../../src/platform/clock.ts";
import { headerOf, messageIdsIn } from "./headers.ts";
import type { Mail, Mailbox } from "./state.ts";

/** A delivery status notification as Gmail writes it: RFC 3464, with the headers of what could not be delivered. */
export function bounce(from: Mailbox, recipient: string, sent: Mail): Buffer {
  const boundary = randomBytes(12).toString("hex");
  const messageId = headerOf(sent.headers, "Message-ID") ?? "";
  const references = messageIdsIn(headerOf(sent.headers, "References"), messageId).join(" ");
  const lines = [
    "From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
    `To: ${from.address}`,
    `Message-ID: <${randomBytes(12).toString("hex")}.GMR@mx.google.com>`,
    `In-Reply-To: ${messageId}`,
    `References: ${references}`,
    "Auto-Submitted: auto-replied",
    `X-Failed-Recipients: ${recipient}`,
    "Return-Path: <>",
    "Subject: Delivery Status Notification (Failure)",
    `Date: ${now().toUTCString().replace("GMT", "+0000")}`,
    "MIME-Version: 1.0",
    `Content-Type: multipart/report; boundary="${boundary}"; report-type=delivery-status`,
    "",
    `--${boundary}`,
    "Content-Type: text/plain; charset=utf-8",
    "",
    `Your message to ${recipient} was not delivered: the domain nowhere.invalid does not exist.`,
    "",
    `--${boundary}`,
    "Content-Type: message/delivery-status",
    "",
    "Reporting-MTA: dns; googlemail.com",
    "",
    `Final-Recipient: rfc822; ${recipient}`,
    "Action: failed",
    "Status: 5.1.2",
    "Diagnostic-Code: smtp; 550 5.1.2 the domain of the recipient does not exist",
    "",
    `--${boundary}`,
    "Content-Type: text/rfc822-headers",
    "",
    ...sent.headers.map(({ name, value }) => `${name}: ${value}`),
    "",
    `--${boundary}--`,
    "",
  ];
  return Buffer.from(lines.join("\r\n"), "utf8");
}
