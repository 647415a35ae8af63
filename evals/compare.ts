import { caseOf, pageOf, text } from "./report.ts";
import { type Case, countOf, isPassed, type Result } from "./result.ts";

/** How a case went under the one guidance and under the other. */
export interface Change {
  kind: "worse" | "better" | "ends otherwise" | "says otherwise" | "the same";
  before: Case;
  after: Case;
}

/** The cases both have, those that changed most first. */
export function changesBetween(before: Result, after: Result): Change[] {
  const keyOf = ({ scenario, name }: Case) => `${scenario} ${name}`;
  const played = new Map(after.cases.map((one) => [keyOf(one), one]));
  const both = before.cases.flatMap((one) => {
    const other = played.get(keyOf(one));
    return other ? [{ kind: kindOf(one, other), before: one, after: other }] : [];
  });
  return both.toSorted((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind));
}

const kinds: readonly Change["kind"][] = ["worse", "better", "ends otherwise", "says otherwise", "the same"];

function kindOf(before: Case, after: Case): Change["kind"] {
  const difference = countOf(after).passed - countOf(before).passed;
  if (difference !== 0) return difference < 0 ? "worse" : "better";
  if (outcomesOf(before) !== outcomesOf(after)) return "ends otherwise";
  return answersOf(before) === answersOf(after) ? "the same" : "says otherwise";
}

function outcomesOf({ plays }: Case): string {
  const outcomes = plays.map(({ seen }) => seen?.outcome ?? "not played");
  return [...new Set(outcomes)].sort().join(", ");
}

function answersOf({ plays }: Case): string {
  return plays.map(({ seen }) => seen?.answers.join("\n\n") ?? "").join("\n\n");
}

/** A line for each case that passes or ends otherwise, and the numbers. */
export function comparisonLines(before: Result, after: Result): string[] {
  const changes = changesBetween(before, after);
  const told = changes.filter(({ kind }) => kind !== "the same" && kind !== "says otherwise");
  const counts = kinds.map((kind) => `${changes.filter((one) => one.kind === kind).length} ${kind}`);
  return [
    ...told.map((change) => `${change.kind}: ${change.before.scenario} ${change.before.name}: ${movedBy(change)}`),
    `${nameOf(before)}: ${figuresOf(before)}`,
    `${nameOf(after)}: ${figuresOf(after)}`,
    `compare: ${counts.join(", ")}`,
  ];
}

function movedBy({ before, after }: Change): string {
  const [from, to] = [before, after].map((one) => {
    const { passed, plays } = countOf(one);
    return `${passed} of ${plays} (${outcomesOf(one)})`;
  });
  const why = after.plays.flatMap(({ checks, error }) => error ?? checks.filter(({ passed }) => !passed).map(reasonOf));
  return `${from} → ${to}${why[0] && !isPassed(after) ? `: ${why[0].slice(0, 300)}` : ""}`;
}

function reasonOf({ name, detail }: { name: string; detail: string }): string {
  return `${name} (${detail})`;
}

function nameOf({ guidance }: Result): string {
  return guidance ?? "no guidance";
}

function figuresOf({ totals: { passed, cases, p50Ms, p95Ms, cost, passHats } }: Result): string {
  const hats = passHats.map((share, n) => `pass^${n + 1} ${(100 * share).toFixed(1)} %`).join(", ");
  return `${passed} of ${cases} cases, ${hats}, p50 ${p50Ms} ms, p95 ${p95Ms} ms, $${cost.toFixed(4)}`;
}

/** The same as a page, with what was said under either, side by side. */
export function comparisonPage(before: Result, after: Result): string {
  const changes = changesBetween(before, after);
  const rows = changes.map((change) => {
    const { kind, before: one, after: other } = change;
    const mark = kind === "worse" ? "no" : kind === "better" ? "yes" : "";
    return `<tr><td class="${mark}">${kind}</td><td>${text(`${one.scenario} ${one.name}`)}</td><td>${text(one.title)}</td>
<td>${text(`${countOf(one).passed} of ${countOf(one).plays}, ${outcomesOf(one)}`)}</td>
<td>${text(`${countOf(other).passed} of ${countOf(other).plays}, ${outcomesOf(other)}`)}</td></tr>`;
  });
  const transcripts = changes
    .filter(({ kind }) => kind !== "the same")
    .map(
      ({ kind, before: one, after: other }) => `<h3>${text(`${one.scenario} ${one.name}: ${kind}`)}</h3>
<table><tr><th>${text(nameOf(before))}<th>${text(nameOf(after))}</tr>
<tr><td width="50%"><pre>${text(answersOf(one))}</pre></td><td><pre>${text(answersOf(other))}</pre></td></tr></table>
${caseOf(one)}${caseOf(other)}`,
    );
  return pageOf(
    "Guidance compared",
    `<p>${text(after.at)} · ${text(after.model)}</p>
<p><b>${text(nameOf(before))}</b>: ${text(figuresOf(before))}<br><b>${text(nameOf(after))}</b>: ${text(figuresOf(after))}</p>
<table><tr><th><th>Case<th><th>${text(nameOf(before))}<th>${text(nameOf(after))}</tr>${rows.join("")}</table>
<h2>What changed</h2>${transcripts.join("")}`,
  );
}
