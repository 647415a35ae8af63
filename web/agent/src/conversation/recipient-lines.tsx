import { useQuery } from "@tanstack/react-query";
import { answer, api } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import { sentence } from "../api/problem.ts";
import type { Recipients } from "../api/types.ts";
import classes from "./composer.module.css";

/** Whom the reply goes to, by address alone: names in mail are whatever their writer chose. */
export function RecipientLines({ conversationId }: { conversationId: string }) {
  const { data, error } = useQuery({
    queryKey: keys.recipients(conversationId),
    queryFn: () =>
      answer(api.GET("/v1/conversations/{conversationId}/recipients", { params: { path: { conversationId } } })),
  });
  if (error) return <p className={classes.warning}>Whom this goes to is not known: {sentence(error)}</p>;
  if (!data) return <p className={classes.recipients}>To …</p>;
  return (
    <>
      {data.to.length > 0 && (
        <p className={classes.recipients}>
          To {addresses(data.to)}
          {data.cc.length > 0 && ` · Cc ${addresses(data.cc)}`}
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
