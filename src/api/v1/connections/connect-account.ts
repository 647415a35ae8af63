import { z } from "zod";
import { allow } from "../../../domain/access/index.ts";
import { connectIntegration } from "../../../domain/connections/index.ts";
import { integrationById } from "../../../integrations/index.ts";
import { AppError, ConnectionBroken } from "../../../platform/errors.ts";
import { endpoint } from "../../endpoint.ts";
import { connectionShape, showConnection } from "./connection-shape.ts";

/** Those that are connected with credentials somebody enters; the others by agreeing at the provider. */
const byCredentials = z.enum(["twilio-sms", "twilio-voice"]);

export const connectAccount = endpoint({
  method: "post",
  path: "/v1/connections",
  scope: "connections:manage",
  summary: "Connect an account with its credentials",
  description:
    "`twilio-sms`: `accountSid`, `authToken`, `messagingServiceSid`, and best `apiKeySid` with `apiKeySecret`. `twilio-voice`: the " +
    "same with `numbers` in the place of the service, those whose calls come here (`+12025550142`). They are " +
    "tried at the provider first: 422 when it refuses them. The same account again is the same connection with new " +
    "credentials. 409 when another workspace has it.",
  tag: "Connections",
  input: z.object({
    integrationId: byCredentials,
    credentials: z.record(z.string().max(60), z.string().trim().min(1).max(500)),
  }),
  output: connectionShape,
  status: 201,
  problems: [409, 503],
  async run(ctx, { integrationId, credentials }) {
    allow(ctx, "connections:manage");
    const { connect } = integrationById(integrationId);
    if (!connect) throw new AppError("invalid_input", "It is connected at the provider");
    const found = await connect.verify(credentials).catch((error: unknown) => {
      if (!(error instanceof ConnectionBroken)) throw error;
      throw new AppError("invalid_input", error.message, { cause: error, details: { field: "credentials" } });
    });
    return showConnection(await connectIntegration(ctx, { integrationId, ...found, credentials }));
  },
});
