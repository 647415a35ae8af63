import { now } from "../../platform/clock.ts";
import { AppError } from "../../platform/errors.ts";
import { placeOfCustomer } from "../commerce/index.ts";
import type { Context } from "../workspaces/index.ts";
import { currentConsents, customerAt, keysOf } from "./queries.ts";
import { promotionalTime } from "./quiet-hours.ts";
import { identityKindOf, noConsentMessage, withdrawnMessage } from "./rules.ts";
import type { Channel, Consent } from "./tables.ts";

export interface Wanted {
  channel: Channel;
  addresses: readonly string[];
  /** What is to sell something: it takes consent of its own, and waits for daytime where the recipient is. */
  promotional: boolean;
  /** When it goes out. Default now. */
  at?: Date;
}

/** Why something may not be sent. */
export interface Refusal {
  reason: "consent_withdrawn" | "no_consent" | "quiet_hours";
  /** What to do, for the person who wanted to send it. */
  message: string;
  address: string;
  /** What she said and how, where she withdrew. */
  consent: Consent | null;
  /** When it may be sent, where that is all that is in the way. */
  opensAt: Date | null;
}

/** Whether something may go out to all of these addresses; null: it may. */
export async function refusalOf(ctx: Context, wanted: Wanted): Promise<Refusal | null> {
  const { channel, addresses, promotional, at = now() } = wanted;
  const byKey = keysOf(ctx, channel, addresses);
  const current = await currentConsents(ctx, { channel, addressKeys: [...byKey.keys()] });
  const withdrawn = current.find(
    ({ state, purpose }) => state === "withdrawn" && (purpose === "service" || promotional),
  );
  if (withdrawn) {
    const address = byKey.get(withdrawn.addressKey)!;
    const message = withdrawnMessage(withdrawn, address);
    return { reason: "consent_withdrawn", message, address, consent: withdrawn, opensAt: null };
  }
  if (!promotional) return null;
  const agreed = new Set(current.filter(({ purpose }) => purpose === "promotional").map((one) => one.addressKey));
  for (const [key, address] of byKey) {
    if (!agreed.has(key)) {
      const message = noConsentMessage(channel, address);
      return { reason: "no_consent", message, address, consent: null, opensAt: null };
    }
    const refusal = await atNight(ctx, channel, address, at);
    if (refusal) return refusal;
  }
  return null;
}

/** @throws AppError("conflict") with `details.reason`: consent_withdrawn, no_consent, or quiet_hours (`opensAt`). */
export async function refuseUnwanted(ctx: Context, wanted: Wanted): Promise<void> {
  const refusal = await refusalOf(ctx, wanted);
  if (!refusal) return;
  const { reason, message, address, consent, opensAt } = refusal;
  const since = consent && { since: consent.at.toISOString(), how: consent.how, consentId: consent.id };
  throw new AppError("conflict", message, {
    details: { reason, channel: wanted.channel, address, ...since, ...(opensAt && { opensAt: opensAt.toISOString() }) },
  });
}

/** What a person reads waits for the morning by itself; what rings or lights up does not. */
const disturbing: ReadonlySet<Channel> = new Set(["sms", "voice"]);

/** When something nobody asked for may reach an address, if not now; null: now. */
export async function quietUntil(ctx: Context, channel: Channel, address: string, at = now()): Promise<Date | null> {
  return (await atNight(ctx, channel, address, at))?.opensAt ?? null;
}

async function atNight(ctx: Context, channel: Channel, address: string, at: Date): Promise<Refusal | null> {
  if (!disturbing.has(channel)) return null;
  const customerId = await customerAt(ctx, channel, address);
  const place = customerId === null ? null : await placeOfCustomer(ctx, customerId);
  const number = identityKindOf[channel] === "phone" ? address : null;
  const { isOpen, opensAt } = promotionalTime({ number, place }, at);
  if (isOpen) return null;
  const message = `It is no hour for advertising where ${address} is: send it from ${opensAt.toISOString()} on, with \`sendAt\``;
  return { reason: "quiet_hours", message, address, consent: null, opensAt };
}
