import type { Endpoint } from "../../endpoint.ts";
import { countSegments } from "../texts/count-segments.ts";
import { listConsents } from "./list-consents.ts";
import { recordConsent } from "./record-consent.ts";

/** Whom one may write to, and what a text to her costs. */
export const consentEndpoints: Readonly<Record<string, Endpoint>> = { listConsents, recordConsent, countSegments };
