import type { Play } from "./play.ts";
import { type Case, countOf, isPassed, type Result } from "./result.ts";

const style = `body{font:15px/1.5 system-ui;max-width:1000px;margin:2rem auto;padding:0 1rem;color:#1c1c1c}
table{border-collapse:collapse;width:100%}td,th{padding:.25rem .5rem;text-align:left;border-bottom:1px solid #ddd;vertical-align:top}
.no{color:#b00020}.yes{color:#0a7a2f}details{margin:.4rem 0;border:1px solid #ddd;border-radius:6px;padding:.4rem .7rem}
pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#f6f6f4;padding:.5rem;border-radius:4px;margin:.3rem 0}
.customer{border-left:4px solid #3b6fd4;padding-left:.6rem}.shop{border-left:4px solid #0a7a2f;padding-left:.6rem}small{color:#666}`;

/** Totals, every case, every transcript. */
export function reportOf(result: Result): string {
  const { totals, cases, notYet } = result;
  const rows = cases.map(
    (one) => `<tr><td>${text(one.scenario)}</td><td>${text(one.name)}</td><td>${text(one.severity)}</td>
<td class="${isPassed(one) ? "yes" : "no"}">${countOf(one).passed} of ${countOf(one).plays}</td><td>${text(one.title)}</td></tr>`,
  );
  const waiting = notYet.map(
    ({ scenario, title, reason }) =>
      `<tr><td>${text(scenario)}</td><td>${text(title)}</td><td>${text(reason)}</td></tr>`,
  );
  return pageOf(
    "Evals",
    `<p>${text(result.at)} · ${text(result.model)}${result.guidance ? ` · guidance ${text(result.guidance)}` : ""}</p>
<p><b>${totals.passed} of ${totals.cases}</b> cases, ${totals.notYet} not yet ·
${totals.passHats.map((share, n) => `pass^${n + 1} ${(100 * share).toFixed(1)} %`).join(" · ")} ·
${totals.turns} turns, p50 ${totals.p50Ms} ms, p95 ${totals.p95Ms} ms · $${totals.cost.toFixed(4)}</p>
<table><tr><th>Scenario<th>Case<th>Severity<th>Passed<th></tr>${rows.join("")}</table>
<h2>Not yet</h2><table>${waiting.join("")}</table>
<h2>Transcripts</h2>${cases.map(caseOf).join("")}`,
  );
}

/** A page that needs nothing else. */
export function pageOf(title: string, body: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><style>${style}</style>
<h1>${title}</h1>${body}</html>`;
}

export function caseOf(one: Case): string {
  return one.plays
    .map(
      (play, n) => `<details${play.passed ? "" : " open"}><summary class="${play.passed ? "yes" : "no"}">
${text(one.scenario)} ${text(one.name)}, play ${n + 1}: ${play.passed ? "passed" : "failed"}</summary>${playOf(play)}</details>`,
    )
    .join("");
}

function playOf({ checks, seen, error }: Play): string {
  const failures = checks.map(
    ({ name, passed, detail }) =>
      `<tr><td class="${passed ? "yes" : "no"}">${passed ? "✓" : "✗"}</td><td>${text(name)}</td><td>${passed ? "" : text(detail)}</td></tr>`,
  );
  const messages = (seen?.messages ?? []).map(
    ({ kind, author, by, text: words, state }) => `<div class="${author === "customer" ? "customer" : "shop"}">
<small>${text(kind)} by ${text(by)}${state ? `, ${text(state)}` : ""}</small><pre>${text(words)}</pre></div>`,
  );
  const runs = (seen?.runs ?? []).map(
    ({
      status,
      reason,
      durationMs,
      costMicros,
      tokens,
      steps,
    }) => `<p>Turn: <b>${text(status)}</b> ${text(reason ?? "")}
<small>${durationMs ?? "–"} ms, ${tokens} tokens, $${(costMicros / 1_000_000).toFixed(5)}</small></p>
${steps
  .map(
    ({
      kind,
      name,
      request,
      response,
      error: said,
      durationMs: ms,
    }) => `<details><summary>${text(kind)} ${text(name)} <small>${ms} ms</small>
${said ? `<span class="no">${text(said)}</span>` : ""}</summary><pre>${json(request)}</pre><pre>${json(response)}</pre></details>`,
  )
  .join("")}`,
  );
  return `${error ? `<pre class="no">${text(error)}</pre>` : ""}<table>${failures.join("")}</table>${messages.join("")}
${runs.join("")}<p>Changed in the shop:</p><pre>${json(seen?.changes ?? {})}</pre>`;
}

function json(value: unknown): string {
  return text(typeof value === "string" ? value : JSON.stringify(value, null, 1));
}

export function text(value: string): string {
  return value.replace(/[&<>"]/g, (char) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[char] ?? char);
}
