import { z } from "zod";
import { longestRoleName, permissions } from "../../../domain/access/index.ts";

const permission = z.enum(permissions);

export const roleWording = {
  name: z.string().trim().min(1).max(longestRoleName),
  permissions: z
    .array(permission)
    .max(permissions.length)
    .describe("Nobody hands out more than she has. Whoever may change something may see it."),
};

export const roleShape = z
  .object({
    id: z.uuid().nullable().describe("null for a built-in role, which is named and not changed."),
    name: z.string(),
    permissions: z.array(permission),
    members: z.number().int().describe("How many have it."),
  })
  .meta({ id: "Role" });
