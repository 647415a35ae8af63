import { z } from "zod";
import { claimWithNewWorkspace as open } from "../../../domain/installs/index.ts";
import { endpoint } from "../../endpoint.ts";
import { sessionShape, showSession } from "../session/session-shape.ts";
import { claim } from "./preview-claim.ts";

export const claimWithNewWorkspace = endpoint({
  method: "post",
  path: "/v1/install-claims/workspace",
  scope: "public",
  summary: "Open a workspace for an installed account",
  description:
    "Whoever has the claim becomes its owner, with a password of her own, and is logged in. 409 when there is a login " +
    "with this email: log in with it, and bring the account into that workspace.",
  tag: "Connections",
  input: z.object({
    claim,
    workspaceName: z.string().trim().min(1).max(100),
    name: z.string().trim().min(1).max(100),
    email: z.email().max(320),
    password: z.string().min(10).max(500),
  }),
  output: sessionShape,
  status: 201,
  problems: [401, 403, 404, 409, 429],
  async run(_ctx, { claim: secret, ...owner }, { db, browser }) {
    await open(db, secret, owner);
    return showSession(db, await browser.logIn(owner));
  },
});
