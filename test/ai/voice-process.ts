import { createServer } from "node:http";
import { flushCompileCache } from "node:module";
import { z } from "zod";
import { defaultLimits } from "../../src/ai/config.ts";
import { openModel } from "../../src/ai/models/open-model.ts";
import { attachVoice } from "../../src/ai/voice/attach.ts";
import { twilioVoice } from "../../src/integrations/twilio-voice/index.ts";
import { openDatabase } from "../../src/platform/db.ts";
import { openLog } from "../../src/platform/log.ts";

/** A web process that talks with callers, to be killed. Says where it listens. */
const given = z
  .object({ appUrl: z.string(), systemUrl: z.string(), sealKeys: z.string(), modelUrl: z.string() })
  .parse(JSON.parse(process.argv[2] ?? "{}"));

const model = openModel({
  ...{
    provider: "openai",
    apiKey: "sandbox",
    baseUrl: given.modelUrl,
    model: "sandbox",
    prices: { input: 2, output: 10 },
  },
});
const agent = { models: [model], debounceMs: 0, limits: defaultLimits };
const server = createServer();
attachVoice(server, {
  ...{ db: openDatabase({ ...given, maxConnections: 3 }), log: openLog("silent"), integrations: [twilioVoice] },
  agent: () => agent,
});
server.listen(0, "127.0.0.1", () => {
  flushCompileCache(); // a killed process leaves nothing to the next one by itself
  const address = server.address();
  process.stdout.write(`${typeof address === "object" ? address?.port : 0}\n`);
});
