import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import twilio from "twilio";
import { z } from "zod";
import { signature, signedJson } from "../../sandbox/twilio/signature.ts";
import { dataDir, describeWithCorpus } from "./corpus.ts";

const vector = z.object({
  name: z.string(),
  authToken: z.string(),
  url: z.string(),
  params: z.record(z.string(), z.string()).optional(),
  body: z.string().optional(),
  signature: z.string(),
  valid: z.literal(true),
});

describeWithCorpus("Twilio's signatures", () => {
  const vectors = z
    .array(vector)
    .parse(JSON.parse(readFileSync(join(dataDir, "twilio", "signature-vectors.json"), "utf8")));

  test("are made by the stand-in exactly as by Twilio", () => {
    for (const { name, authToken, url, params, body, signature: expected } of vectors) {
      const made =
        body === undefined
          ? signature(authToken, url, params)
          : signedJson(authToken, url.replace(/\?bodySHA256=.*/, ""), body).signature;
      expect({ name, made }).toEqual({ name, made: expected });
    }
  });

  test("of the stand-in satisfy Twilio's own library: repeated fields, ports, websockets, a fragment", () => {
    const [token, fields] = ["t".repeat(32), { To: "+1", Media: ["b", "a", "b"], Body: " kept as it is " }];
    for (const url of ["https://a.example/x?y=1", "https://a.example:8443/x", "http://127.0.0.1:3000/x"]) {
      const made = signature(token, `${url}#rc=2&rp=5xx`, fields);
      expect([url, twilio.validateRequest(token, made, url, fields)]).toEqual([url, true]);
      expect(twilio.validateRequest(token, made, url, { ...fields, Body: "kept as it is" })).toBe(false);
    }
    const socket = "wss://a.example/voice/";
    expect(twilio.validateRequest(token, signature(token, socket), socket, {})).toBe(true);
  });
});
