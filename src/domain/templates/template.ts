/** What a canned reply can be filled in with. */
export const variables = [
  "customer.first_name",
  "customer.name",
  "customer.email",
  "order.name",
  "order.total",
  "order.status",
  "order.tracking_url",
  "agent.name",
  "agent.first_name",
  "shop.name",
  "conversation.subject",
] as const;
export type Variable = (typeof variables)[number];

/** A value is plain text; null: there is none for this conversation. */
export type Values = Record<Variable, string | null>;

export interface TemplateProblem {
  message: string;
  /** What stands between the braces; null when they are not closed. */
  variable: string | null;
  /** Both from 1, in characters. */
  line: number;
  column: number;
  /** The known variable that looks most like it; null when none does. */
  nearest: Variable | null;
}

export interface Rendered {
  text: string;
  /** Variables without a value and without a fallback, each once; they stand in the text as "[customer first name]". */
  missing: Variable[];
}

/** A closed placeholder with what is in it, or opening braces that nothing closes. */
const braces = /\{\{([^{}]*)\}\}|\{\{/g;
const mostProblems = 20;
const longestShown = 60;

/** What is wrong with a template, in the order of the text; empty when it can be saved. */
export function problemsOf(body: string): TemplateProblem[] {
  const found: TemplateProblem[] = [];
  for (const { 0: whole, 1: inside, index } of body.matchAll(braces)) {
    if (found.length === mostProblems) break;
    if (inside !== undefined && isVariable(nameIn(inside))) continue;
    found.push(problemAt(placeOf(body, index), whole, inside));
  }
  return found;
}

/** How many placeholders a template has. */
export function placeholdersIn(body: string): number {
  return [...body.matchAll(braces)].length;
}

/** The variables a template names, each once. */
export function variablesIn(body: string): Set<Variable> {
  return new Set([...body.matchAll(braces)].map(([, inside = ""]) => nameIn(inside)).filter(isVariable));
}

/** Fills a template in, in one pass: braces inside a value stay what they are. */
export function render(body: string, values: Values): Rendered {
  const missing = new Set<Variable>();
  const text = body.replace(braces, (whole: string, inside: string | undefined) => {
    if (inside === undefined) return whole;
    const name = nameIn(inside);
    if (!isVariable(name)) return whole;
    const value = values[name] ?? fallbackIn(inside);
    if (value !== null) return value;
    missing.add(name);
    return `[${name.replace(/[._]/g, " ")}]`;
  });
  return { text, missing: [...missing] };
}

function nameIn(inside: string): string {
  return (inside.split("|", 1)[0] ?? "").trim();
}

/** `{{name|}}` leaves nothing, which is not the same as having no fallback. */
function fallbackIn(inside: string): string | null {
  const bar = inside.indexOf("|");
  return bar < 0 ? null : inside.slice(bar + 1).trim();
}

function isVariable(name: string): name is Variable {
  return variables.some((variable) => variable === name);
}

function problemAt(
  place: { line: number; column: number },
  whole: string,
  inside: string | undefined,
): TemplateProblem {
  const where = `Line ${place.line}, column ${place.column}`;
  if (inside === undefined) {
    return { ...place, message: `${where}: “${whole}” is not closed by “}}”`, variable: null, nearest: null };
  }
  const variable = [...nameIn(inside)].slice(0, longestShown).join("");
  const nearest = nearestTo(variable);
  const hint = nearest ? `; did you mean {{${nearest}}}?` : `; known are ${variables.join(", ")}`;
  return { ...place, message: `${where}: there is no variable {{${variable}}}${hint}`, variable, nearest };
}

function placeOf(body: string, index: number): { line: number; column: number } {
  const lines = body.slice(0, index).split("\n");
  return { line: lines.length, column: [...(lines.at(-1) ?? "")].length + 1 };
}

/** The variable that takes the fewest edits, if they are fewer than half of its letters. */
function nearestTo(name: string): Variable | null {
  const wanted = name.toLowerCase().replace(/[\s-]+/g, "_");
  const ranked = variables
    .map((variable) => ({ variable, edits: Math.min(editsBetween(wanted, variable), editsToPart(wanted, variable)) }))
    .toSorted((a, b) => a.edits - b.edits);
  const [best] = ranked;
  return best && best.edits < Math.max(wanted.length, 3) / 2 ? best.variable : null;
}

/** `{{first_name}}` means a part of a name; one edit more than the part itself, so that a whole name wins. */
function editsToPart(wanted: string, variable: Variable): number {
  return editsBetween(wanted, variable.slice(variable.indexOf(".") + 1)) + 1;
}

/** Levenshtein's distance. */
function editsBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries()) {
      next.push(Math.min(next[j]! + 1, row[j + 1]! + 1, row[j]! + (letter === other ? 0 : 1)));
    }
    row = next;
  }
  return row.at(-1)!;
}
