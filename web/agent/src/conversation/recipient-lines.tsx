import { useQuery } from "@tanstack/react-query";
import { answer, api } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import { sentence } from "../api/problem.ts";
import type { Recipients } from "../api/types.ts";
import { RecipientFields } from "../sending/recipient-fields.tsx";
import { typedOf } from "../sending/recipient-names.ts";
import classes from "./composer.module.css";
import type { UnsentState } from "./use-unsent.ts";

/** Whom the reply goes to, by address alone: names in mail are whatever their writer chose. */
export function RecipientLines({ conversationId, state }: { conversationId: string; state: UnsentState }) {
  const { unsent, change } = state;
  const { data, error } = useQuery({
    queryKey: keys.recipients(conversationId),
    queryFn: () =>
      answer(api.GET("/v1/conversations/{conversationId}/recipients", { params: { path: { conversationId } } })),
  });
  if (error) return <p className={classes.warning}>Whom this goes to is not known: {sentence(error)}</p>;
  if (!data) return <p className={classes.recipients}>To …</p>;
  if (unsent.recipients) {
    const { participants } = data;
    return (
      <RecipientFields
        recipients={unsent.recipients}
        participants={participants}
        onChange={(recipients) => change({ recipients })}
      />
    );
  }
  return (
    <>
      {data.to.length > 0 && (
        <p className={classes.recipients}>
          To {addresses(data.to)}
          {data.cc.length > 0 && ` · Cc ${addresses(data.cc)}`}
          <button
            type="button"
            className={classes.edit}
            onClick={() => change({ recipients: { to: typedOf(data.to), cc: typedOf(data.cc), bcc: "" } })}
          >
            Change
          </button>
        </p>
      )}
      {data.warnings.map(({ code, message }) => (
        <p key={code} className={classes.warning} role="note">
          {message}
        </p>
      ))}
    </>
  );
}

function addresses(people: Recipients["to"]): string {
  return people.map(({ address }) => address).join(", ");
}
