import { SignJWT } from "jose";
import { now } from "../../src/platform/clock.ts";
import type { Sandbox } from "../sandbox.ts";
import { demo } from "../seed.ts";

const holdsMs = 3_600_000;

/** What the shop's server gives its page: where the chat is and, of who is logged in, its word for her. */
export async function chatOf({ settings, gmail }: Sandbox, address: string) {
  const her = gmail.mailboxes.get(address.toLowerCase());
  const secret = new TextEncoder().encode(demo.chat.identitySecret);
  const identity =
    her?.kind === "shopper"
      ? await new SignJWT({ email: her.address, name: her.name || her.address })
          .setProtectedHeader({ alg: "HS256" })
          .setExpirationTime(new Date(now().getTime() + holdsMs))
          .sign(secret)
      : null;
  return { api: `${settings.productUrl}/v1/widget`, key: demo.chat.key, identity };
}
