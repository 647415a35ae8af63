import { createHmac, createSecretKey, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { now } from "../platform/clock.ts";

/** One attachment of one workspace. */
export interface LinkedFile {
  workspaceId: string;
  attachmentId: string;
}

export interface FileLinks {
  /** An address that opens this file for some minutes, to whoever has it. */
  make(file: LinkedFile): { url: string; urlExpiresAt: string };
  /** Null for a link that was not made here, or has run out. */
  open(token: string): LinkedFile | null;
}

/** Long enough to follow a link, too short to pass one around. */
const validForMs = 10 * 60_000;
const payload = z.tuple([z.uuid(), z.uuid(), z.int()]);

/** @param origin where files are served; best another one than the product's own. */
export function createFileLinks(secret: string, origin: string): FileLinks {
  const key = createSecretKey(createHmac("sha256", secret).update("parley file links").digest());
  const macOf = (text: string) => createHmac("sha256", key).update(text).digest().subarray(0, 16);
  return {
    make({ workspaceId, attachmentId }) {
      const until = now().getTime() + validForMs;
      const text = Buffer.from(JSON.stringify([workspaceId, attachmentId, until])).toString("base64url");
      const url = `${origin}/files/${text}.${macOf(text).toString("base64url")}`;
      return { url, urlExpiresAt: new Date(until).toISOString() };
    },
    open(token) {
      const [text = "", mac = ""] = token.split(".");
      const given = Buffer.from(mac, "base64url");
      const expected = macOf(text);
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
      const [workspaceId, attachmentId, until] = payload.parse(JSON.parse(Buffer.from(text, "base64url").toString()));
      return until > now().getTime() ? { workspaceId, attachmentId } : null;
    },
  };
}
