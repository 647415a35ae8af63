import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import OpenAI from "openai";
import { type RunningSandbox, startSandbox } from "../../sandbox/index.ts";
import { defaultSecrets } from "../../sandbox/settings.ts";

let sandbox: RunningSandbox;
let openai: OpenAI;

beforeAll(async () => {
  sandbox = await startSandbox();
  openai = clientWith(defaultSecrets.openaiApiKey);
});
afterAll(() => sandbox.stop());
beforeEach(() => fetch(`${sandbox.url}/control/reset`, { method: "POST" }));

function clientWith(apiKey: string): OpenAI {
  return new OpenAI({ apiKey, baseURL: `${sandbox.url}/openai/v1`, maxRetries: 0, timeout: 5_000 });
}

async function script(...responses: object[]): Promise<void> {
  const answer = await fetch(`${sandbox.url}/control/model/script`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ responses }),
  });
  expect(answer.status).toBe(201);
}

const noParameters = { type: "object", properties: {}, required: [], additionalProperties: false };
const tool = (name: string, parameters: Record<string, unknown> = noParameters) =>
  ({ type: "function", name, parameters, strict: true }) as const;
const order = {
  ...{
    id: "#1042",
    name: "#1042",
    placedAt: "2026-11-17T12:00:00Z",
    financialStatus: "paid",
    fulfillmentStatus: "fulfilled",
  },
  ...{ cancelledAt: null, lines: [{ title: "Fjord candle", quantity: 2 }] },
  fulfillments: [
    {
      status: "in_transit",
      trackingCompany: "PostNord",
      trackingNumber: "0037",
      trackingUrl: "https://t.example/0037",
      estimatedDeliveryAt: "2026-11-23T12:00:00Z",
      deliveredAt: null,
    },
  ],
};

describe("the rules", () => {
  test("say what they are, in the list of models and with every answer", async () => {
    const { data } = await openai.models.list();
    expect(data.map(({ owned_by }) => owned_by).join()).toContain("not a language model");
    const { response } = await openai.responses.create({ model: "sandbox", input: "Hello" }).withResponse();
    expect(response.headers.get("x-sandbox-model")).toContain("rule-based");
  });

  test("first call the reading tools, and none that writes; then answer from what they gave", async () => {
    const tools = [tool("find_orders"), tool("cancel_order"), tool("get_customer")];
    const question = { role: "user" as const, content: "Where is my order?" };
    const first = await openai.responses.create({ model: "sandbox", input: [question], tools });
    const calls = first.output.flatMap((item) => (item.type === "function_call" ? [item] : []));
    expect(calls.map(({ name }) => name)).toEqual(["find_orders", "get_customer"]);
    const [orders, customer] = calls;
    const second = await openai.responses.create({
      model: "sandbox",
      tools,
      input: [
        question,
        ...calls,
        { type: "function_call_output", call_id: orders?.call_id ?? "", output: JSON.stringify({ orders: [order] }) },
        {
          type: "function_call_output",
          call_id: customer?.call_id ?? "",
          output: JSON.stringify({ name: "Mia Berg", email: "mia@x.example" }),
        },
      ],
    });
    expect(second.output_text).toMatch(
      /^Hi Mia,[\s\S]*#1042 \(2 × Fjord candle\)[\s\S]*PostNord and is in transit[\s\S]*23 November/,
    );
    expect(second.usage?.total_tokens).toBeGreaterThan(0);
  });

  test("answer in the form asked for, with the sources they used", async () => {
    const schema = {
      type: "object",
      properties: {
        reply: { type: "string" },
        sources: { type: "array", items: { type: "string" } },
        confidence: { type: "number" },
      },
      required: ["reply", "sources", "confidence"],
      additionalProperties: false,
    };
    const known = {
      customer: { kind: "customer", name: "Mia Berg" },
      messages: [{ id: "m1", from: "customer", text: "Where is #1042?" }],
    };
    const { output_text } = await openai.responses.create({
      model: "sandbox",
      input: [
        { role: "user", content: JSON.stringify(known) },
        { type: "function_call_output", call_id: "c1", output: JSON.stringify({ orders: [order] }) },
      ],
      text: { format: { type: "json_schema", name: "draft", schema } },
    });
    expect(JSON.parse(output_text)).toEqual({
      reply: expect.stringContaining("#1042"),
      sources: ["#1042", "m1"],
      confidence: expect.any(Number),
    });
  });

  test.each([
    ["I want a refund for #1042", /colleague[\s\S]*before any money is sent/],
    ["Please cancel my order", /has been shipped already/],
    ["I moved, can you change the address?", /on its way already/],
    ["My candle arrived broken", /photo/],
    ["Where is order #9999?", /could not find an order/],
  ])("promise nothing that a person has to decide: %s", async (question, expected) => {
    const output = {
      type: "function_call_output" as const,
      call_id: "c1",
      output: JSON.stringify({ orders: [order] }),
    };
    const { output_text } = await openai.responses.create({
      model: "sandbox",
      input: [{ role: "user", content: question }, output],
    });
    expect(output_text).toMatch(expected);
    expect(output_text).not.toMatch(/\b(?:I|we) have (?:refunded|cancelled|changed)\b/i);
  });
});

describe("the protocol", () => {
  test("a stream carries the same text as the whole answer, and tool calls too", async () => {
    await script({
      text: "The parcel is on its way to you.",
      toolCalls: [{ name: "find_orders", arguments: { n: 1 } }],
    });
    const stream = openai.responses.stream({ model: "sandbox", input: "Hello" });
    const deltas: string[] = [];
    stream.on("response.output_text.delta", ({ delta }) => deltas.push(delta));
    const final = await stream.finalResponse();
    expect(deltas.join("")).toBe("The parcel is on its way to you.");
    expect(final.output_text).toBe("The parcel is on its way to you.");
    expect(final.output).toContainEqual(expect.objectContaining({ type: "function_call", arguments: '{"n":1}' }));
  });

  test("chat completions answer by the same rules", async () => {
    const { choices } = await openai.chat.completions.create({
      model: "sandbox",
      messages: [{ role: "user", content: "Thank you!" }],
    });
    expect(choices[0]).toMatchObject({
      finish_reason: "stop",
      message: { content: expect.stringContaining("welcome") },
    });
  });

  test("a wrong key is refused in OpenAI's words", async () => {
    await expect(clientWith("wrong").models.list()).rejects.toMatchObject({ status: 401, code: "invalid_api_key" });
  });
});

describe("the script", () => {
  const answer = () => openai.responses.create({ model: "sandbox", input: "Hello", tools: [tool("find_orders")] });

  test("refuses, stops short, says nothing, repeats a tool, then the rules are back", async () => {
    await script({ refusal: "No." }, { text: "Half", incomplete: "max_output_tokens" }, {}, { loop: true, times: 2 });
    expect((await answer()).output).toMatchObject([{ content: [{ type: "refusal", refusal: "No." }] }]);
    expect(await answer()).toMatchObject({ status: "incomplete", incomplete_details: { reason: "max_output_tokens" } });
    expect((await answer()).output).toEqual([]);
    for (const _ of [1, 2])
      expect((await answer()).output).toMatchObject([{ type: "function_call", name: "find_orders" }]);
    expect((await answer()).output).toMatchObject([{ type: "function_call" }]);
  });

  test("fails with a status and a wait, and sends what is no JSON", async () => {
    await script({ status: 429, retryAfterSeconds: 3, error: { code: "insufficient_quota" } }, { raw: "{nonsense" });
    const failure = await answer().catch((error: unknown) => error);
    expect(failure).toMatchObject({ status: 429, code: "insufficient_quota" });
    await expect(answer()).rejects.toThrow();
  });

  test("never finishes: the client's own patience ends it, and the sandbox still stops", async () => {
    await script({ endless: true });
    await expect(openai.responses.create({ model: "sandbox", input: "Hello" }, { timeout: 100 })).rejects.toThrow(
      /timed out/i,
    );
    await script({ endless: true });
    const stream = await openai.responses.create({ model: "sandbox", input: "Hello", stream: true });
    let deltas = 0;
    for await (const event of stream) if (event.type === "response.output_text.delta" && ++deltas === 3) break;
    expect(deltas).toBe(3);
  });
});
