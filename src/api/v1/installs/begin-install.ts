import { z } from "zod";
import { noteAttempt } from "../../../domain/installs/index.ts";
import { integrationById } from "../../../integrations/index.ts";
import { AppError, NotFound } from "../../../platform/errors.ts";
import { endpoint } from "../../endpoint.ts";
import { InvalidInput } from "../../errors.ts";

export const beginInstall = endpoint({
  method: "post",
  path: "/v1/installs",
  scope: "connections:manage",
  summary: "Begin to connect an account at its provider",
  description:
    "For a person in a browser: `url` is where she goes next, within a quarter of an hour and logged in as she is. From " +
    "there she is sent to the provider to agree, and back.",
  tag: "Connections",
  input: z.object({
    integrationId: z.string().max(60).describe("shopify"),
    account: z
      .string()
      .min(1)
      .max(300)
      .describe("As a person writes it: nordlys, nordlys.myshopify.com, or its address."),
  }),
  output: z.object({ url: z.string(), account: z.string().describe("The provider's own name for it.") }),
  status: 201,
  problems: [404],
  async run({ actor, workspaceId, db }, { integrationId, account: written }) {
    if (actor.type !== "member") throw new AppError("forbidden", "Only a person can agree at the provider");
    const { install } = integrationById(integrationId);
    if (!install) throw new NotFound("Integration that installs", integrationId);
    const account = install.account(written);
    if (account === null) {
      throw new InvalidInput([
        { path: "account", message: "This is no shop's name; it looks like nordlys.myshopify.com" },
      ]);
    }
    const attempt = { integrationId, account, forWorkspaceId: workspaceId, memberId: actor.id };
    return { url: `/install/${integrationId}/begin?ticket=${await noteAttempt(db, attempt)}`, account };
  },
});
