import { useQuery } from "@tanstack/react-query";
import { answer, api } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import { sentence } from "../api/problem.ts";
import type { Conversation, Recipients } from "../api/types.ts";
import { shownBy } from "../consent/consent-words.ts";
import { RecipientFields } from "../sending/recipient-fields.tsx";
import { typedOf } from "../sending/recipient-names.ts";
import classes from "./composer.module.css";
import type { UnsentState } from "./use-unsent.ts";

interface Props {
  conversationId: string;
  state: UnsentState;
  /** A text goes to one number, and a chat to who writes there: neither is chosen here. */
  channel: Conversation["channel"];
}

/** Whom the reply goes to, by address alone: names in mail are whatever their writer chose. */
export function RecipientLines({ conversationId, state, channel }: Props) {
  const isFixed = channel === "sms" || channel === "chat";
  const { unsent, change } = state;
  const { data, error } = useQuery({
    queryKey: keys.recipients(conversationId),
    queryFn: () =>
      answer(api.GET("/v1/conversations/{conversationId}/recipients", { params: { path: { conversationId } } })),
  });
  if (error) return <p className={classes.warning}>Whom this goes to is not known: {sentence(error)}</p>;
  if (!data) return <p className={classes.recipients}>To …</p>;
  if (unsent.recipients && !isFixed) {
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
      {data.to.length > 0 && channel !== "chat" && (
        <p className={classes.recipients}>
          To {addresses(data.to)}
          {data.cc.length > 0 && ` · Cc ${addresses(data.cc)}`}
          {!isFixed && (
            <button
              type="button"
              className={classes.edit}
              onClick={() => change({ recipients: { to: typedOf(data.to), cc: typedOf(data.cc), bcc: "" } })}
            >
              Change
            </button>
          )}
        </p>
      )}
      {data.refusal && (
        <p className={classes.warning} role="alert">
          {data.refusal.message}
          {data.refusal.consent && ` What shows it: ${shownBy(data.refusal.consent)}.`}
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
