import { z } from "zod";
import { noteToolTest, openExternalTool, type ToolTest } from "../../../domain/tool-sources/index.ts";
import { toolServers } from "../../../integrations/index.ts";
import { now } from "../../../platform/clock.ts";
import { newId } from "../../../platform/ids.ts";
import { endpoint } from "../../endpoint.ts";
import { showTest, toolTestShape } from "./tool-source-shape.ts";

export const tryExternalTool = endpoint({
  method: "post",
  path: "/v1/external-tools/:externalToolId/tests",
  scope: "settings:manage",
  summary: "Call an external tool once, to see what it does",
  description:
    "It is really called, with exactly these arguments: nothing is filled in. What was sent and answered is kept with " +
    "the tool, without secrets. A call that fails is an answer too: 200 with `ok` false.",
  tag: "Tools",
  input: z.object({
    externalToolId: z.uuid(),
    arguments: z.record(z.string().max(64), z.unknown()).default({}),
  }),
  output: toolTestShape,
  async run(ctx, { externalToolId, arguments: args }) {
    const { tool, source } = await openExternalTool(ctx, { externalToolId });
    const { kind, baseUrl, credentials, replace } = source;
    const began = performance.now();
    const { operation, isRead } = tool;
    const onceKey = isRead ? null : newId();
    const answer = await toolServers[kind].call({ baseUrl, credentials, replace, operation, args, onceKey });
    const { sent, status, output: answered, error } = answer;
    const durationMs = Math.round(performance.now() - began);
    const at = now().toISOString();
    const test: ToolTest = { at, ok: error === null, sent, status, answered, error, durationMs };
    await noteToolTest(ctx, { externalToolId, test });
    return showTest(test);
  },
});
