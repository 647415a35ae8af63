import { Button, TextInput } from "@mantine/core";
import { useId } from "react";
import type { Recipients } from "../api/types.ts";
import classes from "./recipient-fields.module.css";
import { lines, peopleIn, type TypedRecipients, wrongIn } from "./recipient-names.ts";

interface Props {
  recipients: TypedRecipients;
  participants: Recipients["participants"];
  onChange: (recipients: TypedRecipients | null) => void;
}

const label = { to: "To", cc: "Cc", bcc: "Bcc" } as const;

/** To, Cc and Bcc by hand. */
export function RecipientFields({ recipients, participants, onChange }: Props) {
  const id = useId();
  const wrong = wrongIn(recipients);
  const named = new Set(
    lines.flatMap((line) => peopleIn(recipients[line])).map(({ address }) => address.toLowerCase()),
  );
  const others = participants.filter(({ address }) => !named.has(address.toLowerCase()));
  return (
    <fieldset className={classes.fields} aria-label="Recipients">
      {lines.map((line) => (
        <div key={line} className={classes.line}>
          <label htmlFor={`${id}-${line}`} className={classes.label}>
            {label[line]}
          </label>
          <TextInput
            id={`${id}-${line}`}
            variant="unstyled"
            size="xs"
            className={classes.input ?? ""}
            placeholder={line === "bcc" ? "Nobody else sees them" : "name@example.com, …"}
            value={recipients[line]}
            onChange={({ currentTarget }) => onChange({ ...recipients, [line]: currentTarget.value })}
          />
        </div>
      ))}
      {wrong.length > 0 && (
        <p className={classes.wrong} role="alert">
          Not an address: {wrong.join(", ")}
        </p>
      )}
      <div className={classes.foot}>
        {others.slice(0, 6).map(({ address }) => (
          <Button
            key={address}
            size="compact-xs"
            variant="default"
            onClick={() => onChange({ ...recipients, cc: recipients.cc ? `${recipients.cc}, ${address}` : address })}
          >
            + {address}
          </Button>
        ))}
        <Button size="compact-xs" variant="subtle" color="gray" onClick={() => onChange(null)}>
          As usual
        </Button>
      </div>
    </fieldset>
  );
}
