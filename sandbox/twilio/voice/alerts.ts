import type { Sandbox } from "../../sandbox.ts";
import { newSid } from "../sid.ts";
import type { Leg } from "./state.ts";

/** Notes an error or warning of a call: among its notifications and in the account's debugger. */
export function warn(sandbox: Sandbox, leg: Leg, code: number, text: string, url: string | null): void {
  const alert = { code, text, url, resourceSid: leg.sid, at: sandbox.twilio.schedule.now() };
  leg.account.alerts.push(alert);
  const sid = newSid("NO");
  leg.account.voice.notifications.set(sid, { sid, ...alert });
}
