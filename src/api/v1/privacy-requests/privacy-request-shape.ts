import { z } from "zod";
import type { PrivacyRequest } from "../../../domain/privacy/index.ts";

export const privacyRequestShape = z
  .object({
    id: z.uuid(),
    connectionId: z.uuid().describe("The shop it came through."),
    kind: z.enum(["data", "erase_person", "erase_account"]),
    customerIds: z.array(z.uuid()).describe("Who of ours it is about; one may be erased by now."),
    state: z
      .enum(["open", "done", "refused"])
      .describe("A request for data is done when somebody has downloaded it; refused: the shop is connected again."),
    receivedAt: z.iso.datetime(),
    dueAt: z.iso.datetime(),
    answeredAt: z.iso.datetime().nullable(),
  })
  .meta({ id: "PrivacyRequest" });

export function showPrivacyRequest(row: PrivacyRequest): z.input<typeof privacyRequestShape> {
  const { createdAt, dueAt, answeredAt } = row;
  return {
    ...row,
    receivedAt: createdAt.toISOString(),
    dueAt: dueAt.toISOString(),
    answeredAt: answeredAt?.toISOString() ?? null,
  };
}
