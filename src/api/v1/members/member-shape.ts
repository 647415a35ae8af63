import { z } from "zod";
import { getMember, listMembers, roles } from "../../../domain/access/index.ts";
import {
  type Availability,
  availabilityStates,
  getAvailability,
  intents,
  listAvailabilities,
  mostCapacity,
} from "../../../domain/teams/index.ts";
import type { Context } from "../../../domain/workspaces/index.ts";

export const intent = z
  .enum(intents)
  .describe(
    "`online`: takes new work. `away`: takes none, keeps what is there. `away_reassigning`: gives what is open back to " +
      "the queue of its team.",
  );

export const capacityLimit = z.number().int().min(0).max(mostCapacity);

export const memberShape = z
  .object({
    id: z.uuid(),
    name: z.string(),
    email: z.string(),
    role: z.enum([...roles, "custom"]),
    customRole: z
      .object({ id: z.uuid(), name: z.string() })
      .nullable()
      .describe("Which of the workspace's own, where the role is `custom`."),
    availability: z.object({
      state: z
        .enum(availabilityStates)
        .describe("`offline`: says online, but has not been connected for ten minutes; gets no new work."),
      intent,
      lastSeenAt: z.iso.datetime().nullable(),
    }),
    capacity: z
      .object({ email: capacityLimit, sms: capacityLimit, voice: capacityLimit, chat: capacityLimit })
      .describe("Open conversations the member is handed at a time, by channel."),
  })
  .meta({ id: "Member" });

type MemberRow = Awaited<ReturnType<typeof getMember>>;

export async function showMembers(ctx: Context) {
  const [members, availabilityOf] = await Promise.all([listMembers(ctx), listAvailabilities(ctx)]);
  return members.map((member) => showMember(member, availabilityOf(member.id)));
}

/** What the endpoints that change a member's standing answer. */
export async function showMemberById(ctx: Context, memberId: string) {
  const [member, availability] = await Promise.all([getMember(ctx, memberId), getAvailability(ctx, memberId)]);
  return showMember(member, availability);
}

function showMember(member: MemberRow, availability: Availability): z.input<typeof memberShape> {
  const { id, name, email, role, customRole } = member;
  const { intent: said, state, capacity, lastSeenAt } = availability;
  return {
    ...{ id, name, email, role, customRole, capacity },
    availability: { state, intent: said, lastSeenAt: lastSeenAt?.toISOString() ?? null },
  };
}
