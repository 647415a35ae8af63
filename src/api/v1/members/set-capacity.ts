import { z } from "zod";
import { setCapacity as set } from "../../../domain/teams/index.ts";
import { endpoint } from "../../endpoint.ts";
import { capacityLimit, memberShape, showMemberById } from "./member-shape.ts";

const limit = capacityLimit.nullable().optional();

export const setCapacity = endpoint({
  method: "patch",
  path: "/v1/members/:memberId/capacity",
  scope: "teams:manage",
  summary: "Set how many open conversations a member is handed at a time",
  description:
    "By channel; what is absent stays, null is the usual number again. What a member has beyond it stays, and people " +
    "may still assign more.",
  tag: "Members",
  input: z.object({ memberId: z.uuid(), email: limit, sms: limit, voice: limit, chat: limit }),
  output: memberShape,
  async run(ctx, { memberId, ...given }) {
    const capacity = Object.fromEntries(Object.entries(given).filter(([, number]) => number !== undefined));
    await set(ctx, { memberId, capacity });
    return showMemberById(ctx, memberId);
  },
});
