/** Segments a second that a number may send where nothing else was agreed. */
const speeds = { long: 1, tollFree: 3, shortCode: 100, abroad: 10 };

/**
 * How many segments a second leave a number for another. Faster, they would wait in the provider's queue for up to ten
 * hours and then be dropped (30001, 30036).
 * Source: https://www.twilio.com/docs/messaging/guides/message-queueing
 */
export function segmentsPerSecond(sender: string, recipient: string): number {
  if (!sender.startsWith("+")) return /^\d{3,6}$/.test(sender) ? speeds.shortCode : speeds.abroad;
  if (!sender.startsWith("+1") || !recipient.startsWith("+1")) return speeds.abroad;
  return /^\+1(?:800|888|877|866|855|844|833)\d{7}$/.test(sender) ? speeds.tollFree : speeds.long;
}
