import { z } from "zod";
import {
  authorizations,
  boundFacts,
  type CountedSource,
  type ExternalTool,
  sourceKinds,
  type ToolSource,
  type ToolTest,
} from "../../../domain/tool-sources/index.ts";
import { assurances } from "../../../domain/tool-switches/index.ts";

export const kindShape = z
  .enum(sourceKinds)
  .describe("`openapi`: a web API with an OpenAPI document. `mcp`: a server of the Model Context Protocol.");
export const sourceName = z.string().trim().min(1).max(60).describe("Stands at the beginning of its tools' names.");
/** Taken out of all answers, wherever it stands there: a shorter one would take their words apart. */
const secret = z.string().min(6).max(4000);
const word = z
  .string()
  .regex(/^[\w.-]{1,100}$/, "is no name")
  .refine((name) => !/^(?:host|connection|content-.*|transfer-encoding|cookie|upgrade|te)$/i.test(name), "is not free");

export const credentialsInput = z
  .discriminatedUnion("type", [
    z.strictObject({ type: z.literal("bearer"), token: secret }),
    z.strictObject({ type: z.literal("basic"), user: z.string().min(1).max(500), password: secret }),
    z.strictObject({ type: z.literal("header"), name: word, value: secret }),
    z.strictObject({ type: z.literal("query"), name: word, value: secret }),
  ])
  .refine((given) => Object.values(given).every((text) => /^[\x20-\x7e]+$/.test(text)), "holds what no header can")
  .nullable()
  .describe("Kept sealed, never shown again, sent to this server alone. Null: it lets in everybody.");

export const toolSourceShape = z
  .object({
    id: z.uuid(),
    kind: kindShape,
    name: z.string(),
    title: z.string().describe("What the server calls itself."),
    url: z.string().nullable().describe("Where its description is read; null: it was pasted."),
    baseUrl: z.string().describe("Calls go there and nowhere else."),
    credentialsType: z
      .enum(["bearer", "basic", "header", "query", "oauth"])
      .nullable()
      .describe("`oauth`: a person logs in there. Null: it lets in everybody."),
    authorization: z
      .enum(authorizations)
      .nullable()
      .describe("How far a person's login there has come; `ended`: it has to be done again. Null: there is none."),
    needsAuthorization: z.boolean().describe("A person has to log in there before anything can be read or called."),
    leftOut: z.array(z.string()).describe("What it has and cannot be offered, each with the reason."),
    readAt: z.iso.datetime(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: "ToolSource" });

export const countedSourceShape = toolSourceShape
  .extend({ tools: z.number().int(), toolsOn: z.number().int() })
  .meta({ id: "CountedToolSource" });

const schemaShape = z.record(z.string(), z.unknown()).describe("JSON Schema of the arguments.");
export const boundInput = z
  .record(z.string().max(64), z.enum(boundFacts))
  .describe('What the server fills in, out of the model\'s sight: `{"email": "customer.email"}`.');
export const assuranceInput = z
  .enum(assurances)
  .describe("How sure it must be who asks; what changes something: verified.");

export const toolTestShape = z
  .object({
    at: z.iso.datetime(),
    ok: z.boolean(),
    sent: z.unknown().describe("Without secrets."),
    status: z.number().int().nullable().describe("Of HTTP; null: there was no answer."),
    answered: z.unknown().describe("As a model would see it: cut, and without secrets."),
    error: z.string().nullable(),
    durationMs: z.number().int(),
  })
  .meta({ id: "ExternalToolTest" });

export const externalToolShape = z
  .object({
    id: z.uuid(),
    toolSourceId: z.uuid(),
    key: z.string().describe("The server's own name for it: `GET /orders/{id}`."),
    name: z.string().describe("What models call it."),
    description: z.string().describe("In the server's words, as a model reads them."),
    schema: schemaShape,
    hash: z.string().describe("Of all that a model is told and that is called. Say it when you switch it on."),
    isRead: z.boolean().describe("It says that it changes nothing."),
    isOffered: z.boolean().describe("False: the server has it no more."),
    isOn: z.boolean(),
    needsPerson: z.boolean().describe("The AI may want it, and hands over to a person."),
    assurance: assuranceInput,
    bound: boundInput,
    lastTest: toolTestShape.nullable(),
  })
  .meta({ id: "ExternalTool" });

export const toolSourceWithTools = toolSourceShape
  .extend({ tools: z.array(externalToolShape) })
  .meta({ id: "ToolSourceWithTools" });

const described = z.object({ description: z.string(), schema: schemaShape, isRead: z.boolean() });
export const offerDiffShape = z
  .object({
    added: z.array(z.string()).describe("Names; off."),
    removed: z.array(z.string()).describe("Names; off, because the server has them no more."),
    changed: z
      .array(
        z.object({
          id: z.uuid(),
          name: z.string(),
          what: z.array(z.string()),
          wasOn: z.boolean(),
          before: described,
          after: described,
        }),
      )
      .describe("Off until somebody switches them on again."),
    unchanged: z.number().int(),
  })
  .meta({ id: "ToolSourceReading" });

export function showSource(row: ToolSource): z.input<typeof toolSourceShape> {
  const { authorization, readAt, createdAt } = row;
  const needsAuthorization = authorization === "needed" || authorization === "ended";
  return { ...row, needsAuthorization, readAt: readAt.toISOString(), createdAt: createdAt.toISOString() };
}

export function showCounted(row: CountedSource): z.input<typeof countedSourceShape> {
  const { tools, toolsOn } = row;
  return { ...showSource(row), tools, toolsOn };
}

export function showTool({ sourceId: toolSourceId, ...tool }: ExternalTool): z.input<typeof externalToolShape> {
  return { ...tool, toolSourceId };
}

export const showTest = (test: ToolTest): z.input<typeof toolTestShape> => test;
