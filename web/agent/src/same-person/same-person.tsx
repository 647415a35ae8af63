import { Button, Group, Text } from "@mantine/core";
import { IconUsers } from "@tabler/icons-react";
import { useState } from "react";
import { sentence } from "../api/problem.ts";
import type { Customer, MergeProposal } from "../api/types.ts";
import { useMay } from "../session/session.tsx";
import { Moment } from "../shell/moment.tsx";
import { useShortcuts } from "../shell/use-shortcuts.ts";
import { called } from "./called.ts";
import classes from "./same-person.module.css";
import { SurvivorDialog } from "./survivor-dialog.tsx";
import { useIdentifying, useMergedHere, useProposals } from "./use-same-person.ts";

/** Who else may be this customer and why, and who was made one with her; a person decides, with a way back. */
export function SamePerson({ customer }: { customer: Customer }) {
  const mayWrite = useMay("customers:write");
  const proposals = useProposals(customer.id).data ?? [];
  const merges = useMergedHere(customer.id).data ?? [];
  const identifying = useIdentifying(customer.id);
  const [chosen, setChosen] = useState<MergeProposal | null>(null);
  const first = proposals[0];
  const choose = () => setChosen(first ?? null);
  useShortcuts(mayWrite && first ? { M: choose } : {});
  if (proposals.length + merges.length === 0) return null;
  return (
    <section className={classes.section} aria-label="The same person">
      {proposals.map((proposal) => (
        <div key={proposal.customer.id} className={classes.proposal}>
          <Text size="sm" fw={550} className={classes.title}>
            <IconUsers size={15} aria-hidden="true" /> Perhaps the same person
          </Text>
          <Text size="sm">{called(proposal.customer)}</Text>
          <Text size="xs" c="dimmed">
            {proposal.text}
          </Text>
          {mayWrite && (
            <Group gap={6} mt={4}>
              <Button
                size="compact-xs"
                title={proposal === first ? "Merge (M)" : undefined}
                onClick={() => setChosen(proposal)}
              >
                Merge…
              </Button>
              <Button
                size="compact-xs"
                variant="default"
                onClick={() => identifying.mutate({ apart: [customer.id, proposal.customer.id] })}
              >
                Two people
              </Button>
            </Group>
          )}
        </div>
      ))}
      {merges.map(({ id, from, by, at, text }) => (
        <div key={id} className={classes.merge}>
          <span title={text}>
            One with “{from.name}”, by {by.name}, <Moment at={at} />
          </span>
          {mayWrite && (
            <Button size="compact-xs" variant="subtle" onClick={() => identifying.mutate({ undo: id })}>
              Undo
            </Button>
          )}
        </div>
      ))}
      {identifying.error && (
        <Text role="alert" size="xs" c="red">
          {sentence(identifying.error)}
        </Text>
      )}
      {chosen && <SurvivorDialog customer={customer} proposal={chosen} onClose={() => setChosen(null)} />}
    </section>
  );
}
