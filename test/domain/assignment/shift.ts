import type { Role } from "../../../src/domain/access/index.ts";
import { getConversation, listConversations } from "../../../src/domain/conversations/index.ts";
import { listEvents } from "../../../src/domain/events/index.ts";
import { addTeamMember, createTeam, noteSeen, setCapacity, type Team } from "../../../src/domain/teams/index.ts";
import type { Context } from "../../../src/domain/workspaces/index.ts";
import type { Database } from "../../../src/platform/db.ts";
import { aConnection, aMember, aMessage, aWorkspace, receive } from "../../support/factories.ts";

export interface Agent {
  ctx: Context;
  id: string;
}

/** A shop with one mailbox and one team, whose members are there. */
export async function aShift(
  db: Database,
  { mode = "round_robin", agents = 2, capacity = 20 }: { mode?: Team["mode"]; agents?: number; capacity?: number } = {},
) {
  const system = await aWorkspace(db);
  const { id: connectionId } = await aConnection(system);
  const at = { workspaceId: system.workspaceId, connectionId };
  const { id: teamId } = await createTeam(system, { name: "Support", mode });
  const join = async (name: string, role: Role = "agent"): Promise<Agent> => {
    const ctx = await aMember(system, role, name);
    const { id } = ctx.actor as { id: string };
    await addTeamMember(system, { teamId, memberId: id });
    await setCapacity(system, { memberId: id, capacity: { email: capacity } });
    return { ctx, id };
  };
  const members: Agent[] = [];
  for (let n = 0; n < agents; n++) members.push(await join(`Agent ${n}`));
  for (const { ctx, id } of members) await noteSeen(ctx, { memberId: id });
  let written = 0;

  /** Customers who began to wait one after the other, the first one longest ago. @returns the ids, oldest first. */
  const arrive = async (count: number): Promise<string[]> => {
    const before = new Set((await everything()).map(({ id }) => id));
    for (let n = 0; n < count; n++) {
      const minute = written++;
      const customer = { kind: "email" as const, value: `c${minute}@mail.example`, name: "Customer" };
      const sentAt = new Date(Date.UTC(2026, 0, 1, 0, minute));
      await receive(db, [aMessage(at, { customer, from: { address: customer.value, name: "" }, sentAt })]);
    }
    const rows = (await everything()).filter(({ id }) => !before.has(id));
    return rows.toSorted((a, b) => a.lastMessageAt.getTime() - b.lastMessageAt.getTime()).map(({ id }) => id);
  };
  const everything = () => listConversations(system, { folder: "open", limit: 500 });
  const ownerOf = async (conversationId: string) => (await getConversation(system, conversationId)).assigneeId;
  /** How much each has, in the order of the agents. */
  const loads = async () => {
    const rows = await everything();
    return members.map(({ id }) => rows.filter(({ assigneeId }) => assigneeId === id).length);
  };
  const events = async (name: string) =>
    (await listEvents(system, { after: 0, limit: 500 })).events.filter((event) => event.name === name);
  return { system, at, connectionId, teamId, members, join, arrive, ownerOf, loads, events };
}
