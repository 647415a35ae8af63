import { Link } from "wouter";
import { useSearch } from "../search/use-search.ts";
import { Moment } from "../shell/moment.tsx";
import { titleOf } from "../texts/title-of.ts";
import classes from "./customer-page.module.css";

/** What she wrote about, newest first. */
export function HerConversations({ customerId }: { customerId: string }) {
  const hits = useSearch(`customer:${customerId}`).data?.hits ?? [];
  const conversations = hits.flatMap((hit) => (hit.type === "conversation" ? [hit] : []));
  if (conversations.length === 0) return null;
  return (
    <section aria-label="Conversations" className={classes.section}>
      <h2 className={classes.heading}>Conversations</h2>
      {conversations.map(({ id, subject, channel, at }) => (
        <Link key={id} href={`/inbox/open/${id}`} className={classes.conversation}>
          <span>{titleOf({ subject: subject.map(({ text }) => text).join(""), channel })}</span>
          <span className={classes.quiet}>
            <Moment at={at} />
          </span>
        </Link>
      ))}
    </section>
  );
}
