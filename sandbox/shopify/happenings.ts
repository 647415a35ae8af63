import { connection, type PageArgs } from "./connection.ts";
import { gid } from "./gid.ts";
import { newRowId } from "./goods.ts";
import { moment } from "./moment.ts";
import type { Shop } from "./state.ts";

/** A line of the timeline of an order, a draft or a customer. */
export interface Happening {
  id: number;
  /** Of what it is told: "gid://shopify/Order/1". */
  subject: string;
  action: string;
  message: string;
  createdAt: string;
}

export function tell(shop: Shop, subject: string, action: string, message: string): void {
  shop.happenings.push({ id: newRowId(shop), subject, action, message, createdAt: moment() });
}

/** `events` of something that has a timeline, the oldest first. */
export function eventsOf({ happenings }: Shop, subject: string) {
  return (args: PageArgs) =>
    connection(
      happenings.filter((each) => each.subject === subject),
      args,
      ({ id, action, message, createdAt }) => ({
        ...{ __typename: "BasicEvent", id: gid("BasicEvent", id), action, message, createdAt, subjectId: subject },
        ...{ attributeToApp: true, attributeToUser: false, criticalAlert: false, appTitle: "Parley" },
        subjectType: subjectTypes[subject.split("/")[3] ?? ""] ?? "UNKNOWN",
      }),
    );
}

const subjectTypes: Record<string, string> = { Order: "ORDER", DraftOrder: "DRAFT_ORDER", Customer: "CUSTOMER" };
