import { IconUserHeart } from "@tabler/icons-react";
import { Moment } from "../shell/moment.tsx";
import { TraceButton } from "../trace/trace-button.tsx";
import { useTrace } from "../trace/use-trace.ts";
import { handOverText, summaryOf } from "../trace/wording.ts";
import classes from "./handed-over.module.css";
import { useAiStanding } from "./use-automation.ts";

/** That the AI has given the conversation to people, why, and what it understood. */
export function HandedOver({ conversationId }: { conversationId: string }) {
  const { data } = useAiStanding(conversationId);
  return data?.handedOver ? <Banner conversationId={conversationId} {...data.handedOver} /> : null;
}

interface Props {
  conversationId: string;
  reason: Parameters<typeof handOverText>[0];
  runId: string;
  since: string;
}

function Banner({ conversationId, reason, runId, since }: Props) {
  const { data: trace } = useTrace(conversationId, runId);
  const summary = trace && summaryOf(trace.steps);
  return (
    <section className={classes.banner} aria-label="Handed over to people">
      <IconUserHeart size={17} aria-hidden="true" />
      <div>
        <p>
          <b>Handed over to people</b> <Moment at={since} form="full" />: {handOverText(reason)}.
        </p>
        {summary && <p>{summary}</p>}
        <p className={classes.quiet}>
          What it knows stands in its note above. It sends nothing here until the conversation is closed.
        </p>
      </div>
      <TraceButton conversationId={conversationId} runId={runId} />
    </section>
  );
}
