import { randomFillSync } from "node:crypto";

/** Random bytes for the next ids: asking the system for sixteen at a time costs more than all the rest. */
const pool = Buffer.alloc(16 * 256);
let used = pool.length;

/**
 * A UUIDv7: 48 bits of milliseconds, then random bits, so that ids made later sort later and index pages stay warm.
 * Source: https://www.rfc-editor.org/rfc/rfc9562#section-5.7
 */
export function newId(nowMs: number = Date.now()): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const bytes = pool.subarray(used, used + 16);
  used += 16;
  bytes.writeUIntBE(nowMs, 0, 6);
  bytes[6] = 0x70 | (bytes[6]! & 0x0f);
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  const hex = bytes.toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
