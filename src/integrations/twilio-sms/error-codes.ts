/**
 * What Twilio's codes mean for a merchant, and what to do. Codes of a refusal and of a status callback alike.
 * Source: https://www.twilio.com/docs/api/errors
 */
const words: Readonly<Record<string, string>> = {
  "11200": "Twilio could not fetch a file of it: where files are served must be reachable from the internet",
  "12300": "Twilio does not take a file of this kind",
  "21211": "This is no phone number that can be texted: check its digits and the country's code",
  "21212": "The shop's number is not one that Twilio knows: choose another in the messaging service",
  "21266": "The shop's number cannot text itself",
  "21408": "Texts to this country are switched off in the Twilio account: allow it under Messaging → Geo permissions",
  "21602": "An empty text cannot be sent",
  "21606": "The shop's number cannot text this recipient",
  "21610": "She has opted out of texts from this number, and only she can take that back: by texting START to it",
  "21611": "Too many texts are waiting on this number",
  "21612": "This number cannot be reached from the shop's number: add a number of her country to the messaging service",
  "21614": "This is no mobile number: it cannot receive texts",
  "21617": "A text has at most 1,600 characters",
  "21620": "Twilio does not take the address of a file: where files are served must be reachable from the internet",
  "21623": "A text carries at most 10 files",
  "21701": "The messaging service is gone from the Twilio account: connect it again with another",
  "21703": "The messaging service has no number: add one",
  "21704": "The messaging service has no number: add one",
  "21709": "The shop's number is no longer in the messaging service: add it there again",
  "21712": "The shop's number is no longer in the messaging service: add it there again",
  "30001": "Too many texts were waiting: it was dropped. Send it again later, or add numbers to the messaging service",
  "30002": "The Twilio account is suspended: ask Twilio why",
  "30003": "Her phone is switched off or out of reach: try again later",
  "30004": "She, or her carrier, blocks texts from this number",
  "30005": "This number does not exist any more, or is not known to any carrier",
  "30006": "This is a landline or cannot be reached by text",
  "30007":
    "The carrier took it for spam and dropped it: write it without links and advertising, and see to the registration",
  "30008": "The carrier did not say why it did not arrive: try again",
  "30010": "It costs more than the account allows for one text",
  "30011": "Her carrier takes no pictures: send it without",
  "30019": "The pictures are too large for her carrier",
  "30022": "The carrier's limit for this registration is reached: it is too many texts at once",
  "30023": "The carrier's limit of the day is reached: try again tomorrow",
  "30032": "The toll-free number is not verified: texts from it are blocked until it is",
  "30034": "The number is not registered for texts in the United States (A2P 10DLC): they are blocked until it is",
  "30035": "The number is still being registered (A2P 10DLC): try again in a day",
  "30036": "It waited too long in the queue and was dropped",
  "30410": "Her carrier did not answer in time: try again",
  "30450": "Carriers block this text because of what is in it",
  "30610": "It is no hour for advertising where she is",
  "63017": "The Twilio account sends faster than it may",
};

/** Never empty. `code` null: Twilio named none. */
export function wordsFor(code: string | null): string {
  if (code === null) return "It did not arrive, and Twilio does not say why";
  return words[code] ? `${words[code]} (Twilio ${code})` : `Twilio did not deliver it (error ${code})`;
}

/** Its recipient opted out there. */
export const optedOutCodes: ReadonlySet<string> = new Set(["21610"]);
