import { z } from "zod";
import type { connectChat } from "../../../domain/chats/index.ts";
import { connectionShape, showConnection } from "../connections/connection-shape.ts";

export const chatShape = z.object({
  connection: connectionShape,
  key: z.string().describe("No secret: it stands in the page."),
  identitySecret: z.string().describe("Told only now."),
});

export function showChat({
  connection,
  identitySecret,
}: Awaited<ReturnType<typeof connectChat>>): z.input<typeof chatShape> {
  return { connection: showConnection(connection), key: connection.account, identitySecret };
}
