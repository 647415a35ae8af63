import type { InboxRow } from "../conversations/index.ts";
import type { Fields, Filter } from "../filters/index.ts";

/** What is asked for, and by whom. */
export interface Question {
  workspaceId: string;
  filter: Filter;
  fields: Fields;
  now: Date;
  me: string | null;
}

/**
 * Where a page goes on. `kept`: in the order the view's memberships are kept in; `walked`: in the order of the inbox.
 * The number is what `sortKeyOf` makes, for the inbox that of the last activity.
 */
export interface ViewPosition {
  by: "kept" | "walked";
  key: number;
  id: string;
}

export interface ConversationPage {
  rows: InboxRow[];
  /** Null: that was all. A page may hold fewer rows than asked for, and still say where to go on. */
  next: ViewPosition | null;
}
