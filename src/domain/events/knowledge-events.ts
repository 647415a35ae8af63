import { z } from "zod";

const article = z.object({ articleId: z.uuid() });
const published = article.extend({ from: z.string().optional(), to: z.string().optional() });
const lookupTable = z.object({ lookupTableId: z.uuid() });

/** What the shop writes down, and shows. */
export const knowledgeEvents = {
  "article.created": article,
  "article.updated": article,
  /** From and to: versions. */
  "article.published": published,
  "article.unpublished": published,
  "article.archived": article,
  "article.restored": article,
  /** Put into the help centre, or taken out of it. */
  "article.placed": article,
  "article.displaced": article,
  "help_center.changed": z.object({ from: z.enum(["open", "closed"]), to: z.enum(["open", "closed"]) }),
  "lookup_table.created": lookupTable,
  /** Another file took the place of the one before. */
  "lookup_table.replaced": lookupTable,
  "lookup_table.deleted": lookupTable,
  /** An answer of a person that was proposed as an article. */
  "reply_suggestion.decided": z.object({ suggestionId: z.uuid(), to: z.enum(["waiting", "approved", "rejected"]) }),
} as const;
