import { z } from "zod";
import { changePassword as change } from "../../../domain/access/index.ts";
import { AppError } from "../../../platform/errors.ts";
import { endpoint, nothing } from "../../endpoint.ts";
import { InvalidInput } from "../../errors.ts";

export const changePassword = endpoint({
  method: "put",
  path: "/v1/session/password",
  scope: "session",
  summary: "Change one's own password",
  description:
    "Takes the one before: a wrong one is answered 422 (`currentPassword`), and counts as a failed login. All other " +
    "logins of the person end; this one and API keys stay.",
  tag: "Session",
  input: z.object({ currentPassword: z.string().min(1).max(500), password: z.string().min(10).max(500) }),
  output: nothing,
  problems: [429],
  async run(ctx, { currentPassword, password }, { browser }) {
    const { login, sessionId } = browser;
    if (!login) throw new AppError("unauthenticated", "Nobody is logged in");
    if (!(await browser.confirm(currentPassword))) {
      throw new InvalidInput([{ path: "currentPassword", message: "This is not your password" }]);
    }
    const { userId, memberId } = login;
    await browser.cut(await change(ctx, { userId, memberId, password, sessionId }));
  },
});
