/** What a Twilio starts with, as data. */
export interface TwilioSeed {
  accounts: AccountSeed[];
  phones: PhoneSeed[];
}

export interface AccountSeed {
  sid: string;
  authToken: string;
  name: string;
  /** Of a subaccount: whose. */
  ownerSid?: string;
  apiKeys?: { sid: string; secret: string }[];
  numbers?: NumberSeed[];
  services?: ServiceSeed[];
}

export interface NumberSeed {
  sid: string;
  /** E.164. */
  number: string;
  /** Where texts and calls go; the product sets it when the number is connected. */
  smsUrl?: string;
  voiceUrl?: string;
  /** Of a toll-free number. */
  verification?: "TWILIO_APPROVED" | "PENDING_REVIEW" | "IN_REVIEW" | "TWILIO_REJECTED";
}

export interface ServiceSeed {
  sid: string;
  name: string;
  numberSids: string[];
  /** With a brand that is approved: how far its campaign is. */
  campaign?: "VERIFIED" | "IN_PROGRESS" | "FAILED";
}

/** A shopper's mobile. */
export interface PhoneSeed {
  number: string;
  name: string;
}
