import type { Consent } from "../api/types.ts";

export const channelNames = { sms: "Texts", email: "Email", voice: "Calls", chat: "Chat" } as const;

const ways: Record<Consent["how"], string> = {
  keyword: "by keyword",
  plain_language: "in her own words",
  agent: "recorded by your team",
  provider: "as the carrier says",
  import: "in an imported list",
  form: "in a form",
};

/** What shows it: "by keyword, “stop”". */
export function shownBy({ how, evidence }: Consent): string {
  const said = evidence.words ?? evidence.note;
  return said ? `${ways[how]}: “${said}”` : ways[how];
}
