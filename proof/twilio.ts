import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { isSigned } from "../src/integrations/twilio-sms/signed.ts";
import type { ProofResult } from "./result.ts";

const vectors = z.array(
  z.looseObject({
    name: z.string(),
    authToken: z.string(),
    url: z.string(),
    params: z.record(z.string(), z.union([z.string(), z.array(z.string())])).optional(),
    body: z.string().optional(),
    signature: z.string(),
    valid: z.boolean(),
  }),
);

/** Signatures made with Twilio's own library, over our check; each valid one must be refused with anything changed. */
export async function twilio(dataDir: string): Promise<ProofResult> {
  const given = vectors.parse(JSON.parse(readFileSync(join(dataDir, "twilio", "signature-vectors.json"), "utf8")));
  const lines: string[] = [];
  let [passed, total] = [0, 0];
  const expect = (name: string, isRight: boolean) => {
    total++;
    if (isRight) passed++;
    else lines.push(`wrong: ${name}`);
  };
  for (const { name, authToken, url, params, body, signature, valid } of given) {
    const signed = { url, signature, fields: params ?? {}, ...(body !== undefined && { json: body }) };
    expect(name, isSigned(authToken, signed) === valid);
    if (!valid) continue;
    expect(`${name}, with another token`, !isSigned(`${authToken}x`, signed));
    expect(`${name}, at another address`, !isSigned(authToken, { ...signed, url: `${url}x` }));
    expect(`${name}, without a signature`, !isSigned(authToken, { ...signed, signature: "" }));
    expect(
      `${name}, with a field more`,
      !isSigned(authToken, { ...signed, fields: { ...signed.fields, X: "1" } }) || !!body,
    );
    expect(`${name}, with its fragment`, isSigned(authToken, { ...signed, url: `${url}#rc=2` }));
  }
  return { passed, total, lines };
}
