export { eraseConsents } from "./erase-consents.ts";
export { channels, listConsents } from "./list-consents.ts";
export { announceConsents, isForMachines, noteConsents, type SaidInMessage } from "./note-consents.ts";
export { noteShopConsents } from "./note-shop-consents.ts";
export { promotionalTime } from "./quiet-hours.ts";
export { noteRefusedByProvider, recordConsent } from "./record-consent.ts";
export { quietUntil, type Refusal, refusalOf, refuseUnwanted } from "./refuse-unwanted.ts";
export type { Consent } from "./tables.ts";
export { purposes, readWish, type Wish } from "./words.ts";
