/** What the address says after "?": strings as they stand there. */
export interface Filters {
  /** "member:ID", or a kind of actor. */
  who?: string | undefined;
  /** A noun, such as "conversation". */
  what?: string | undefined;
  /** Days of the reader's calendar, "2026-03-01", both included. */
  since?: string | undefined;
  until?: string | undefined;
  /** A conversation's id. */
  about?: string | undefined;
}

const names = ["who", "what", "since", "until", "about"] as const;
type ActorType = "member" | "app" | "ai" | "customer" | "rule" | "system";

/** As the API takes them. */
export interface AuditQuery {
  actorType?: ActorType;
  actorId?: string;
  event?: string;
  subjectId?: string;
  from?: string;
  to?: string;
}

export function readFilters(search: URLSearchParams): Filters {
  return Object.fromEntries(names.map((name) => [name, search.get(name) || undefined]));
}

export function toSearch(filters: Filters): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (filters[name] ? [[name, filters[name]]] : [])));
}

export function toQuery({ who, what, since, until, about }: Filters): AuditQuery {
  const [type, id] = who?.split(":") ?? [];
  const from = startOfDay(since, 0);
  const to = startOfDay(until, 1);
  return {
    ...(isActorType(type) && { actorType: type, ...(id && { actorId: id }) }),
    ...(what && { event: what }),
    ...(about && { subjectId: about }),
    ...(from && { from }),
    ...(to && { to }),
  };
}

/** Midnight of the reader's calendar, some days later. */
function startOfDay(day: string | undefined, later: number): string | null {
  const [year, month, date] = (day ?? "").split("-").map(Number);
  if (!year || !month || !date) return null;
  const start = new Date(year, month - 1, date + later);
  return Number.isNaN(start.getTime()) ? null : start.toISOString();
}

function isActorType(type: string | undefined): type is ActorType {
  return (
    type === "member" || type === "app" || type === "ai" || type === "customer" || type === "rule" || type === "system"
  );
}
