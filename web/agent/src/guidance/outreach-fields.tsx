import { Checkbox, NumberInput } from "@mantine/core";
import { Section } from "../lines/section.tsx";
import type { GuidanceContent } from "./content.ts";
import classes from "./guidance.module.css";

type Outreach = GuidanceContent["outreach"];

interface Props {
  outreach: Outreach | undefined;
  problems: { in(path: string): string | undefined };
  onChange(outreach: Outreach): void;
}

const off: NonNullable<Outreach> = { cart: null, backInStock: null };

/** What the AI writes about first: each for a reason of the customer's own. */
export function OutreachFields({ outreach = off, problems, onChange }: Props) {
  const { cart = null, backInStock = null } = outreach;
  return (
    <Section title="What it writes about first">
      <div className={classes.two}>
        <NumberInput
          label="A cart left behind, after so many minutes"
          description="Once, to who agreed to advertising; empty: never."
          min={45}
          max={1440}
          allowDecimal={false}
          value={cart?.afterMinutes ?? ""}
          error={problems.in("outreach.cart.afterMinutes")}
          onChange={(minutes) => {
            const holdOutPercent = cart?.holdOutPercent ?? 10;
            onChange({
              ...outreach,
              cart: typeof minutes === "number" ? { afterMinutes: minutes, holdOutPercent } : null,
            });
          }}
        />
        <NumberInput
          label="Of a hundred it keeps out of"
          description="By chance, to measure what writing of carts does."
          min={0}
          max={50}
          allowDecimal={false}
          disabled={!cart}
          value={cart?.holdOutPercent ?? ""}
          error={problems.in("outreach.cart.holdOutPercent")}
          onChange={(percent) =>
            cart &&
            onChange({ ...outreach, cart: { ...cart, holdOutPercent: typeof percent === "number" ? percent : 0 } })
          }
        />
      </div>
      <div className={classes.two}>
        <Checkbox
          label="Tells who asked for it that something is there again"
          checked={backInStock !== null}
          onChange={({ currentTarget: { checked } }) =>
            onChange({ ...outreach, backInStock: checked ? { holdOutPercent: 0 } : null })
          }
        />
        <NumberInput
          label="Of a hundred who asked it does not tell"
          description="By chance, to measure what telling them does; people see who is left."
          min={0}
          max={50}
          allowDecimal={false}
          disabled={!backInStock}
          value={backInStock?.holdOutPercent ?? ""}
          error={problems.in("outreach.backInStock.holdOutPercent")}
          onChange={(percent) =>
            backInStock &&
            onChange({ ...outreach, backInStock: { holdOutPercent: typeof percent === "number" ? percent : 0 } })
          }
        />
      </div>
    </Section>
  );
}
