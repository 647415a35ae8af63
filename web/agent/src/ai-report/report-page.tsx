import { SegmentedControl, Skeleton, Text } from "@mantine/core";
import { useState } from "react";
import { Link } from "wouter";
import { dollars } from "../ai-models/wording.ts";
import { AiNav } from "../ai-settings/ai-nav.tsx";
import type { AiReport } from "../api/types.ts";
import { money } from "../customer/money.ts";
import { channelNames, intentName } from "../guidance/wording.ts";
import { knowledgePath } from "../knowledge/paths.ts";
import { Awaited } from "../settings/awaited.tsx";
import { SettingsPage } from "../settings/settings-page.tsx";
import { Definitions } from "./definitions.tsx";
import { Figures, Head, Section } from "./figures.tsx";
import { Outreach } from "./outreach.tsx";
import { aiReportPath } from "./paths.ts";
import classes from "./report.module.css";
import { AskCustomers, HoldOut } from "./settings.tsx";
import { useAiReport } from "./use-report.ts";
import { draftNames, handOverNames, outcomes, percent, rangeText, whoNames } from "./wording.ts";

const periods = [7, 30, 90];

/** What the AI did, in numbers that can be counted by hand. */
export function ReportPage() {
  const [days, setDays] = useState(30);
  const { data, error, refetch } = useAiReport(days);
  return (
    <SettingsPage
      title="What the AI did"
      about="Who comes back within seven days is not counted as resolved, and what is not over yet is not counted at all."
    >
      <AiNav current={aiReportPath} />
      <SegmentedControl
        aria-label="Period"
        w="fit-content"
        size="xs"
        data={periods.map((n) => ({ value: String(n), label: `Last ${n} days` }))}
        value={String(days)}
        onChange={(value) => setDays(Number(value))}
      />
      {!data && (
        <Awaited error={error} again={refetch}>
          <Skeleton height={320} radius="md" className="appears-late" />
        </Awaited>
      )}
      {data && <Report report={data} />}
      <Definitions />
    </SettingsPage>
  );
}

function Report({ report }: { report: AiReport }) {
  const { resolution, resolutionOfAll, cost, questions, drafts } = report;
  const per = cost.perResolutionMicros;
  return (
    <>
      <div className={classes.heads}>
        <Head label="Resolved by the AI" number={percent(resolution.share)} about={rangeText(resolution)} />
        <Head
          label="Of everything asked"
          number={percent(resolutionOfAll.share)}
          about={`${resolutionOfAll.count} of ${resolutionOfAll.of}; ${questions.undecided} not decided yet`}
        />
        <Head
          label="Cost per resolution"
          number={per === null ? "–" : dollars(per)}
          about={`${dollars(cost.spentMicros)} for all models`}
        />
      </div>
      <div className={classes.pair}>
        <Section title="What became of questions">
          <Figures rows={outcomes.map(({ name, words }) => [words, questions[name]])} none="" />
        </Section>
        <Section title="What became of its answers">
          <Figures
            rows={(Object.keys(draftNames) as (keyof typeof draftNames)[]).map((name) => [
              draftNames[name],
              drafts[name],
            ])}
            none=""
          />
        </Section>
        <Section title="Why people took over">
          <Figures
            rows={report.handOvers.map(({ reason, count }) => [handOverNames[reason] ?? reason, count])}
            none="Nothing was handed over."
          />
        </Section>
        <Resolved report={report} />
        <Orders orders={report.orders} />
        <Section title="How customers found it">
          <Figures
            heads={["Answered by", "Satisfied", "Average", "Said so"]}
            rows={report.satisfaction.map(({ by, goodShare, average, rated, asked }) => [
              ...[whoNames[by], percent(goodShare.share), average?.toFixed(1) ?? "–", `${rated} of ${asked}`],
            ])}
            none="Nobody was asked."
          />
          <AskCustomers />
        </Section>
      </div>
      <div className={classes.apart}>
        <Outreach outreach={report.outreach} />
        <HoldOut compared={report.holdOut} />
      </div>
      <Text size="sm">
        <Link to={knowledgePath} className={classes.link}>
          What shoppers ask and no article answers
        </Link>
      </Text>
    </>
  );
}

function Resolved({ report }: { report: AiReport }) {
  const byChannel = report.byChannel.map(({ channel, resolution }) => {
    const name = channel in channelNames ? channelNames[channel as keyof typeof channelNames] : channel;
    return { name, resolution };
  });
  const byIntent = report.byIntent.map(({ intent, resolution }) => ({
    name: intent === null ? "Not known" : intentName(intent),
    resolution,
  }));
  const rows = [...byChannel, ...byIntent.toSorted((a, b) => b.resolution.of - a.resolution.of)]
    .filter(({ resolution }) => resolution.of > 0)
    .map(({ name, resolution: { share, count, of } }) => [name, percent(share), `${count} of ${of}`]);
  return (
    <Section title="Resolved, by channel and wish">
      <Figures rows={rows} none="Nothing is over yet." />
    </Section>
  );
}

function Orders({ orders }: { orders: AiReport["orders"] }) {
  return (
    <Section title="Orders after an answer">
      <Figures
        heads={["Who wrote last", "Orders", "Sum", "Refunded since", "Undone"]}
        rows={orders.map(({ by, orders: n, currency, totalMinor, refundedMinor, cancelled, refunded }) => [
          ...[whoNames[by], n, money(totalMinor, currency), money(refundedMinor, currency), cancelled + refunded],
        ])}
        none="None."
      />
    </Section>
  );
}
