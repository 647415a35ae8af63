import { Text } from "@mantine/core";
import type { AiReport } from "../api/types.ts";
import { money } from "../customer/money.ts";
import { Figures, Section } from "./figures.tsx";
import { occasionNames, percent, points, refusalName, verdictText } from "./wording.ts";

type OneOutreach = AiReport["outreach"][number];

/** What the AI wrote to who had not written; nothing while there was nothing. */
export function Outreach({ outreach }: { outreach: AiReport["outreach"] }) {
  if (outreach.length === 0) return null;
  return (
    <Section title="Written first">
      <Figures
        heads={["What for", ...outreach.map(({ occasion }) => occasionNames[occasion])]}
        rows={rows.map(([name, countOf]) => [name, ...outreach.map(countOf)])}
        none=""
      />
      {outreach.map((one) => (
        <Compared key={one.occasion} one={one} />
      ))}
    </Section>
  );
}

/** One below the other, so that a phone shows all of them. */
const rows: readonly [string, (one: OneOutreach) => number][] = [
  ["Planned", ({ planned }) => planned],
  ["Sent", ({ sent }) => sent],
  ["Answered", ({ answered }) => answered],
  ["Opted out", ({ optedOut }) => optedOut],
  ["Kept out by chance", ({ heldOut }) => heldOut],
  ["Not sent", ({ refused }) => refused.reduce((all, { count }) => all + count, 0)],
];

function Compared({ one: { occasion, refused, compared, isStopped } }: { one: OneOutreach }) {
  const { written, heldOut, ordered, amounts } = compared;
  const stopped = "so many of those who were written to opted out that nothing more is planned for now";
  const name = occasionNames[occasion];
  const why = refused.map(({ reason, count }) => `${refusalName(reason)} (${count})`).join(", ");
  return (
    <>
      {isStopped && <Text size="sm" c="red">{`${name}: ${stopped}.`}</Text>}
      {why && <Text size="sm">{`${name}, not sent: ${why}.`}</Text>}
      {heldOut.ordered.of > 0 && (
        <Text size="sm">
          {`${name}: ${percent(written.ordered.share)} of ${written.ordered.of} who were written to ordered, and ${percent(heldOut.ordered.share)} of ${heldOut.ordered.of} who were not. `}
          {verdictText("Orders", ordered, points)}{" "}
          {amounts.map((each) =>
            verdictText("Each person’s sum", each, (minor) => money(Math.round(minor), each.currency)),
          )}
        </Text>
      )}
    </>
  );
}
