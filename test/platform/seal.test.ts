import { randomBytes } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import { createSeal, type SealedPlace } from "../../src/platform/seal.ts";

const key = () => randomBytes(32).toString("base64");
const place: SealedPlace = { workspaceId: "w1", table: "connections", rowId: "r1", field: "credentials" };

describe("seal", () => {
  test("what was sealed opens in its own place, and never looks the same twice", () => {
    const { seal, open } = createSeal(key());
    const sealed = seal("refresh-töken", place);
    expect(open(sealed, place)).toBe("refresh-töken");
    expect(sealed).not.toContain("refresh");
    expect(seal("refresh-töken", place)).not.toBe(sealed);
  });

  test.each<[string, Partial<SealedPlace>]>([
    ["another workspace", { workspaceId: "w2" }],
    ["another row", { rowId: "r2" }],
    ["another table", { table: "api_keys" }],
    ["another field", { field: "settings" }],
    ["parts cut differently", { workspaceId: "w1connections", table: "" }],
  ])("a ciphertext moved to %s does not open", (_name, moved) => {
    const { seal, open } = createSeal(key());
    const sealed = seal("secret", place);
    expect(() => open(sealed, { ...place, ...moved })).toThrow("changed or belongs to another place");
  });

  test("a changed ciphertext does not open", () => {
    const { seal, open } = createSeal(key());
    const [version, id, wrapped, value] = seal("secret", place).split(".");
    const [, , otherWrapped] = seal("secret", place).split(".");
    const bytes = Buffer.from(value ?? "", "base64url");
    bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) ^ 1;
    expect(() => open([version, id, wrapped, bytes.toString("base64url")].join("."), place)).toThrow("changed");
    expect(() => open([version, id, otherWrapped, value].join("."), place)).toThrow("changed");
    expect(() => open([version, id, wrapped].join("."), place)).toThrow("known form");
    expect(() => open("not sealed at all", place)).toThrow("known form");
  });

  test("after rotation the old key still opens, the new key seals, and a forgotten key says so", () => {
    const [oldKey, newKey] = [key(), key()];
    const sealed = createSeal(oldKey).seal("secret", place);
    const rotated = createSeal(`${newKey},${oldKey}`);
    expect(rotated.open(sealed, place)).toBe("secret");
    expect(createSeal(newKey).open(rotated.seal("new", place), place)).toBe("new");
    expect(() => createSeal(newKey).open(sealed, place)).toThrow("is not among the configured keys");
  });

  test("a key of the wrong size is refused at start", () => {
    expect(() => createSeal(randomBytes(16).toString("base64"))).toThrow("base64 of 32 bytes; this one has 16");
  });
});
