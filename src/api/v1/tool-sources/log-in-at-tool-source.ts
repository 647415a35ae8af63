import { z } from "zod";
import { newLoginState, noteLoginAttempt, openToolSource } from "../../../domain/tool-sources/index.ts";
import { toolServers } from "../../../integrations/index.ts";
import { AppError, ProviderRejected } from "../../../platform/errors.ts";
import { endpoint } from "../../endpoint.ts";
import { loginCallbackPath } from "../../tool-logins.ts";

export const logInAtToolSource = endpoint({
  method: "post",
  path: "/v1/tool-sources/:toolSourceId/authorizations",
  scope: "settings:manage",
  summary: "Begin to log in at a server of tools",
  description:
    "For a person in a browser: `url` is where she goes next, within a quarter of an hour and logged in here as she is; " +
    "from there she comes back, once. What she may do there, the AI may do by the tools that are on. Parley registers " +
    "itself at the server; 422 for `clientId` where client ids are given out by hand. 403 for an API key, 409 when the " +
    "server has no login of its own, 503 when it does not answer.",
  tag: "Tools",
  input: z.object({
    toolSourceId: z.uuid(),
    clientId: z
      .string()
      .trim()
      .min(1)
      .max(500)
      .nullable()
      .default(null)
      .describe("As which we come, if not by itself."),
    clientSecret: z.string().min(1).max(1000).nullable().default(null).describe("Kept sealed, never shown again."),
  }),
  output: z.object({ url: z.string() }),
  status: 201,
  problems: [409, 503],
  async run(ctx, { toolSourceId, clientId, clientSecret }, { browser }) {
    const { kind, credentials } = await openToolSource(ctx, { toolSourceId });
    if (!browser.login) throw new AppError("forbidden", "Only a person can log in there");
    const { login } = toolServers[kind];
    if (!login || credentials?.type !== "oauth") throw new AppError("conflict", "The server has no login of its own");
    const state = newLoginState(toolSourceId);
    const client = clientId === null ? null : { id: clientId, secret: clientSecret };
    const asked = { credentials, client, callbackPath: loginCallbackPath, state };
    const { url, ...attempt } = await login.begin(asked).catch((error: unknown) => {
      if (!(error instanceof ProviderRejected)) throw error;
      throw new AppError("invalid_input", error.message, { cause: error });
    });
    await noteLoginAttempt(ctx, { toolSourceId, state, session: browser.login.csrfToken, ...attempt });
    return { url };
  },
});
