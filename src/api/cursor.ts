import { createHmac, createSecretKey, timingSafeEqual } from "node:crypto";
import type { z } from "zod";
import { InvalidInput } from "./errors.ts";

/** Where in which list a cursor points: it is good for nothing else. */
export interface ListPlace {
  workspaceId: string;
  route: string;
  /** What else chose the rows: filters and the ids in the path. */
  filters: unknown;
}

export interface Cursors {
  seal(place: ListPlace, position: unknown): string;
  /** @throws InvalidInput for anything that was not sealed for exactly this list. */
  open<P>(place: ListPlace, cursor: string, shape: z.ZodType<P>): P;
}

/** Cursors are base64url JSON with a MAC, so that a client can neither read meaning into them nor make them up. */
export function createCursors(secret: string): Cursors {
  const key = createSecretKey(createHmac("sha256", secret).update("parley list cursors").digest());
  const macOf = ({ workspaceId, route, filters }: ListPlace, text: string) =>
    createHmac("sha256", key)
      .update(JSON.stringify([workspaceId, route, filters, text]))
      .digest()
      .subarray(0, 16);
  return {
    seal(place, position) {
      const text = JSON.stringify(position);
      return `${Buffer.from(text).toString("base64url")}.${macOf(place, text).toString("base64url")}`;
    },
    open(place, cursor, shape) {
      const [encoded = "", mac = ""] = cursor.split(".");
      const text = Buffer.from(encoded, "base64url").toString();
      const given = Buffer.from(mac, "base64url");
      const expected = macOf(place, text);
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
        throw new InvalidInput([{ path: "cursor", message: "This cursor does not belong to this list" }]);
      }
      return shape.parse(JSON.parse(text));
    },
  };
}
