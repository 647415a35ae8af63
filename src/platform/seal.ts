import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { AppError } from "./errors.ts";

/** Where a sealed value lives. It opens nowhere else: not in another row, field or workspace. */
export interface SealedPlace {
  workspaceId: string;
  table: string;
  rowId: string;
  field: string;
}

export interface Seal {
  seal(plain: string, place: SealedPlace): string;
  /** @throws AppError("bug") when it was sealed for another place, was changed, or its key is gone. */
  open(sealed: string, place: SealedPlace): string;
}

const version = "v1";
const algorithm = "aes-256-gcm";
const keyBytes = 32;
const ivBytes = 12;
const tagBytes = 16;

/**
 * AES-256-GCM envelopes: every value has its own data key, which is wrapped by the master key whose id
 * leads the text: `v1.<key id>.<wrapped data key>.<sealed value>`, the last two base64url.
 *
 * @param keys base64 of 32 bytes each, separated by commas; the first seals, all open, so a new key goes first.
 */
export function createSeal(keys: string): Seal {
  const ring = new Map(
    keys.split(",").map((text) => {
      const key = masterKey(text.trim());
      return [keyId(key), key] as const;
    }),
  );
  const [current] = ring;
  if (!current) throw new Error("A seal needs at least one key");
  const [currentId, currentKey] = current;
  return {
    seal(plain, place) {
      const dataKey = randomBytes(keyBytes);
      const context = additionalData(place);
      const wrapped = encrypt(currentKey, dataKey, context);
      const value = encrypt(dataKey, Buffer.from(plain, "utf8"), context);
      return [version, currentId, wrapped.toString("base64url"), value.toString("base64url")].join(".");
    },
    open(sealed, place) {
      const [format, id = "", wrapped = "", value = "", ...rest] = sealed.split(".");
      if (format !== version || !value || rest.length > 0) throw cannotOpen(place, "it is not in a known form");
      const key = ring.get(id);
      if (!key) throw cannotOpen(place, `its key ${id} is not among the configured keys`);
      try {
        const context = additionalData(place);
        const dataKey = decrypt(key, Buffer.from(wrapped, "base64url"), context);
        return decrypt(dataKey, Buffer.from(value, "base64url"), context).toString("utf8");
      } catch (cause) {
        throw cannotOpen(place, "it was changed or belongs to another place", cause);
      }
    },
  };
}

function masterKey(text: string): Buffer {
  const key = Buffer.from(text, "base64");
  if (key.length !== keyBytes) throw new Error(`A seal key is base64 of ${keyBytes} bytes; this one has ${key.length}`);
  return key;
}

function keyId(key: Buffer): string {
  return createHash("sha256").update(key).digest("hex").slice(0, 8);
}

/** Lengths lead each part, so that no two places share an encoding. */
function additionalData({ workspaceId, table, rowId, field }: SealedPlace): Buffer {
  return Buffer.from([workspaceId, table, rowId, field].map((part) => `${part.length}:${part}`).join("|"), "utf8");
}

function encrypt(key: Buffer, plain: Buffer, context: Buffer): Buffer {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv(algorithm, key, iv, { authTagLength: tagBytes }).setAAD(context);
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]);
}

function decrypt(key: Buffer, sealed: Buffer, context: Buffer): Buffer {
  const iv = sealed.subarray(0, ivBytes);
  const tag = sealed.subarray(ivBytes, ivBytes + tagBytes);
  const decipher = createDecipheriv(algorithm, key, iv, { authTagLength: tagBytes }).setAAD(context).setAuthTag(tag);
  return Buffer.concat([decipher.update(sealed.subarray(ivBytes + tagBytes)), decipher.final()]);
}

function cannotOpen({ table, rowId, field }: SealedPlace, why: string, cause?: unknown): AppError {
  return new AppError("bug", `Cannot open ${table}.${field} of ${rowId}: ${why}`, { cause });
}
