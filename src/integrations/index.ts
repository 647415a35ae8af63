import { NotFound } from "../platform/errors.ts";
import type { Integration } from "./contract.ts";
import { gmail } from "./gmail/index.ts";
import { shopify } from "./shopify/index.ts";
import { twilioSms } from "./twilio-sms/index.ts";
import { twilioVoice } from "./twilio-voice/index.ts";
import { webChat } from "./web-chat/index.ts";

export type * from "./contract.ts";
export type * from "./contract-actions.ts";
export type * from "./contract-tools.ts";
export { LoginDeclined, LoginNeeded, toolServers } from "./tool-servers/index.ts";

/** Every integration there is; a new one is a line here. */
export const integrations: readonly Integration[] = [gmail, shopify, twilioSms, twilioVoice, webChat];

/** @throws NotFound for an id no integration has. */
export function integrationById(id: string): Integration {
  const found = integrations.find((integration) => integration.id === id);
  if (!found) throw new NotFound("Integration", id);
  return found;
}
