import { z } from "zod";

/** What a webhook said, as it is stored. */
export const payload = z.object({
  kind: z.enum(["message", "status"]),
  /** When it reached us: Twilio does not say when it was sent. */
  receivedAt: z.iso.datetime(),
  /** Of a status: our message, from the address we gave Twilio for it. */
  ownMessageId: z.uuid().nullable(),
  fields: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
});
export type Payload = z.infer<typeof payload>;

/** The first value of a field; empty is absent. */
export function one(fields: Payload["fields"], name: string): string | null {
  const value = fields[name];
  return (Array.isArray(value) ? value[0] : value) || null;
}

export interface Picture {
  sid: string;
  url: string;
  contentType: string;
}

/** Far beyond what carriers let through. */
const mostPictures = 50;

/** In order. Their number is not believed: what has an address is there. */
export function picturesIn(fields: Payload["fields"]): Picture[] {
  const pictures: Picture[] = [];
  for (let n = 0; n < mostPictures; n++) {
    const url = one(fields, `MediaUrl${n}`);
    if (!url) break;
    const contentType = one(fields, `MediaContentType${n}`) ?? "application/octet-stream";
    pictures.push({ sid: url.slice(url.lastIndexOf("/") + 1), url, contentType });
  }
  return pictures;
}
