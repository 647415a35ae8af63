/**
 * What is said of a text that did not arrive, by Twilio's code. Source:
 * https://www.twilio.com/docs/messaging/guides/debugging-common-issues
 */
export const messageErrors: Record<number, string> = {
  11200: "HTTP retrieval failure",
  12300: "Invalid Content-Type",
  21610: "Attempt to send to unsubscribed recipient",
  30001: "Queue overflow",
  30002: "Account suspended",
  30003: "Unreachable destination handset",
  30004: "Message blocked",
  30005: "Unknown destination handset",
  30006: "Landline or unreachable carrier",
  30007: "Carrier violation",
  30008: "Unknown error",
  30009: "Missing inbound segment",
  30010: "Message price exceeds max price",
  30019: "Content size exceeds carrier limit",
  30022: "US A2P 10DLC - Rate Limits Exceeded",
  30032: "Toll-Free Number Has Not Been Verified",
  30034: "US A2P 10DLC - Message from an Unregistered Number",
  30036: "Validity Period Expired",
  30410: "Provider timeout error",
};

/** Never left Twilio; every other one left and did not arrive. */
const failed = new Set([11200, 12300, 21610, 30001, 30002, 30010, 30036]);

export function statusOf(code: number): "failed" | "undelivered" {
  return failed.has(code) ? "failed" : "undelivered";
}
