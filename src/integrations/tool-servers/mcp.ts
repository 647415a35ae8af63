import {
  Client,
  extractWWWAuthenticateParams,
  ProtocolError,
  SdkError,
  StreamableHTTPClientTransport,
} from "@modelcontextprotocol/client";
import { z } from "zod";
import { AppError, ConnectionBroken, ProviderRejected, ProviderUnavailable } from "../../platform/errors.ts";
import { causeOf, type Fetch, requestFailure } from "../../platform/http-client.ts";
import type { OfferedTool, ToolAccess, ToolAnswer, ToolCredentials, ToolServer } from "../contract-tools.ts";
import { cleanText } from "./clean-text.ts";
import { baseUrlFrom, toolServerFetch } from "./client.ts";
import { toolServerConfig } from "./config.ts";
import { signIn, valueWithoutSecrets, withoutSecrets } from "./credentials.ts";
import { cutAnswer } from "./cut-answer.ts";
import { type Challenge, findLogin, isSpent, LoginNeeded, loggedOut, login, renew } from "./oauth.ts";
import { plainSchema, refuseTooLong, SchemaTooLarge } from "./plain-schema.ts";

const mostTools = 300;
const operationShape = z.object({ name: z.string() });

/** A server of the Model Context Protocol, over streamable HTTP. */
export const mcp: ToolServer = {
  login,

  async read({ url, baseUrl, ...access }) {
    const address = baseUrlFrom(baseUrl ?? url ?? "");
    return talkAs(address, access, async (client, signal) => {
      const { tools: listed } = await client.listTools(undefined, { signal });
      const leftOut: string[] = [];
      const tools = listed.slice(0, mostTools).flatMap((tool): OfferedTool[] => {
        const found = toolOf(tool);
        if (found) return [found];
        leftOut.push(`${cleanText(tool.name, 100)}: its arguments are described at too great length`);
        return [];
      });
      if (listed.length > mostTools) leftOut.push(`The rest: more than ${mostTools} tools`);
      const title = cleanText(client.getServerVersion()?.title ?? client.getServerVersion()?.name, 100);
      return { title, baseUrl: address, tools, leftOut };
    }).catch(async (error: unknown) => {
      if (error instanceof Refused && access.credentials === null) {
        const credentials = await findLogin(address, error.challenge);
        if (credentials) throw new LoginNeeded(address, credentials);
      }
      throw failureOf(error, access.credentials);
    });
  },

  async call(call) {
    const { baseUrl, credentials, operation, args, onceKey } = call;
    const { name } = operationShape.parse(operation);
    const sent = {
      method: "tools/call",
      address: baseUrl,
      body: valueWithoutSecrets({ name, arguments: args }, credentials),
    };
    let wasSent = false;
    try {
      return await talkAs(baseUrl, call, async (client, signal, used) => {
        wasSent = true;
        const result = await client.callTool({ name, arguments: args }, { signal });
        const clean = (text: string) => withoutSecrets(withoutSecrets(text, used), credentials);
        return { sent, ...answerOf(result, clean), isOutcomeUnknown: false };
      });
    } catch (error) {
      // Who says no in words of the protocol has done nothing, nor has who did not let us in.
      const isRefusal = error instanceof ProtocolError || error instanceof Refused || error instanceof ConnectionBroken;
      const isOutcomeUnknown = onceKey !== null && wasSent && !isRefusal;
      return { sent, status: null, output: null, error: failureOf(error, credentials).message, isOutcomeUnknown };
    }
  },
};

/** The server does not let us in, and may say where a person can log in. */
class Refused extends ProviderRejected {
  readonly challenge: Challenge;

  constructor(challenge: Challenge) {
    super("The server does not let us in");
    this.challenge = challenge;
  }
}

type Doing<T> = (client: Client, signal: AbortSignal, used: ToolCredentials | null) => Promise<T>;

/** With a token that lasts: one that ends is replaced before, and one the server takes no more once after. */
async function talkAs<T>(address: string, { credentials, replace }: ToolAccess, doing: Doing<T>): Promise<T> {
  if (credentials?.type !== "oauth") return talk(address, credentials, doing);
  if (credentials.access === null || !replace) throw loggedOut();
  const used = isSpent(credentials) ? await replace(credentials, renew) : credentials;
  return talk(address, used, doing).catch(async (error: unknown) => {
    if (!(error instanceof Refused)) throw error;
    return talk(address, await replace(used, renew), doing);
  });
}

/** Says hello, does this, and goes; all within the time of one call. */
async function talk<T>(address: string, credentials: ToolCredentials | null, doing: Doing<T>): Promise<T> {
  const { TOOL_SERVER_TIMEOUT_MS: timeoutMs } = toolServerConfig();
  const deadline = new AbortController();
  const timer = setTimeout(
    () => deadline.abort(new ProviderUnavailable("The server did not answer in time")),
    timeoutMs,
  );
  let refused: Refused | null = null;
  const send: Fetch = async (input, init) => {
    const response = await within(deadline.signal)(input, init);
    if (response.status === 401) refused = new Refused(challengeIn(response));
    return response;
  };
  const client = newClient();
  try {
    await client.connect(transportTo(address, credentials, send), { signal: deadline.signal });
    return await doing(client, deadline.signal, credentials);
  } catch (error) {
    throw deadline.signal.aborted ? deadline.signal.reason : (refused ?? error);
  } finally {
    clearTimeout(timer);
    deadline.abort();
    await client.close().catch(() => undefined);
  }
}

function newClient(): Client {
  return new Client(
    { name: "Parley", version: "1" },
    // What a stranger's schema says of its own answers is not worth running it.
    {
      listMaxPages: 10,
      jsonSchemaValidator: {
        getValidator: () => (data) => ({ valid: true, data: data as never, errorMessage: undefined }),
      },
    },
  );
}

function transportTo(address: string, credentials: ToolCredentials | null, fetch: Fetch) {
  const { headers, query } = signIn(credentials);
  const url = new URL(address);
  for (const [name = "", value = ""] of query) url.searchParams.set(name, value);
  const reconnectionOptions = {
    ...{ maxRetries: 0, initialReconnectionDelay: 1, maxReconnectionDelay: 1, reconnectionDelayGrowFactor: 1 },
  };
  return new StreamableHTTPClientTransport(url, { fetch, requestInit: { headers }, reconnectionOptions });
}

function challengeIn(response: Response): Challenge {
  const { resourceMetadataUrl, scope } = extractWWWAuthenticateParams(response);
  return { resourceMetadataUrl: resourceMetadataUrl?.href ?? null, scope: scope ?? null };
}

function within(deadline: AbortSignal): Fetch {
  const send = toolServerFetch("answers");
  return (input, init) => {
    const signal = init?.signal ? AbortSignal.any([init.signal, deadline]) : deadline;
    return send(input, { ...init, signal });
  };
}

function toolOf(tool: {
  name: string;
  title?: string | undefined;
  description?: string | undefined;
  inputSchema: Record<string, unknown>;
  annotations?: { readOnlyHint?: boolean | undefined } | undefined;
}): OfferedTool | null {
  try {
    const schema = { properties: {}, ...plainSchema(tool.inputSchema, tool.inputSchema), type: "object" };
    refuseTooLong(schema);
    return {
      key: cleanText(tool.name, 200),
      title: cleanText(tool.name, 100),
      description: cleanText(tool.description ?? tool.title, 1000) || cleanText(tool.name, 100),
      schema,
      isRead: tool.annotations?.readOnlyHint === true,
      operation: { name: tool.name },
    };
  } catch (error) {
    if (error instanceof SchemaTooLarge) return null;
    throw error;
  }
}

type Result = Awaited<ReturnType<Client["callTool"]>>;

function answerOf(result: Result, clean: (text: string) => string): Pick<ToolAnswer, "status" | "output" | "error"> {
  const { structuredContent, content = [], isError } = result;
  const words = content.flatMap((part) => (part.type === "text" ? [part.text] : []));
  const said = structuredContent === undefined ? words.join("\n") : JSON.stringify(structuredContent);
  const text = clean(said);
  const output = cutAnswer(jsonOr(text));
  if (isError) return { status: 200, output, error: "The server says that it could not do this" };
  if (text === "" && content.length > 0) return { status: 200, output, error: "The server's answer is no text" };
  return { status: 200, output, error: null };
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** In our words: what the SDK or the server says of it may hold what was sent. */
function failureOf(error: unknown, credentials: ToolCredentials | null): AppError {
  const known = causeOf(error, AppError);
  if (known) return known;
  if (error instanceof ProtocolError)
    return new ProviderRejected(`The server refuses: ${withoutSecrets(cleanText(error.message, 300), credentials)}`);
  if (error instanceof SdkError) {
    const { status } = error as { status?: number };
    if (status === 401 || status === 403) return new ProviderRejected("The server does not let us in");
    return new ProviderRejected("The server does not speak the Model Context Protocol as it should", { cause: error });
  }
  if (error instanceof z.ZodError || error instanceof SyntaxError)
    return new ProviderRejected("The server does not speak the Model Context Protocol as it should", { cause: error });
  return requestFailure(error, "The server");
}
