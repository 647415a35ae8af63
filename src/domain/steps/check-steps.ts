import { AppError } from "../../platform/errors.ts";
import { read } from "../events/index.ts";
import { problemsOf as problemsOfTemplate } from "../templates/index.ts";
import type { Context } from "../workspaces/index.ts";
import { checkChange } from "./check-change.ts";
import { mostSteps, type Step } from "./step.ts";

/** Why a step could be done to no conversation. */
export interface StepProblem {
  /** Where in the list: "steps.2.tagId". */
  path: string;
  /** archived, not_found, template, invalid_input */
  reason: string;
  message: string;
}

/**
 * Refuses steps that could be done to no conversation: they name what is gone or out of use.
 * @throws AppError("invalid_input") with `details.reason` "steps" and every problem in `details.problems`.
 */
export async function checkSteps(ctx: Context, steps: readonly Step[]): Promise<void> {
  if (steps.length > mostSteps) throw refused([tooMany]);
  const [problems = []] = await problemsOfSteps(ctx, [steps]);
  if (problems.length > 0) throw refused(problems);
}

/**
 * What is wrong with each of these lists by now, as who reads them sees it: a private team of others is not there. What
 * several of them name is looked up once.
 */
export async function problemsOfSteps(ctx: Context, lists: readonly (readonly Step[])[]): Promise<StepProblem[][]> {
  // Whether something is still there is told to whoever may read what names it.
  const reader: Context = { ...ctx, permissions: "all" };
  const known = new Map<string, Promise<Omit<StepProblem, "path"> | null>>();
  return read(reader, async (q) => {
    const found: StepProblem[][] = [];
    for (const steps of lists) {
      const problems: StepProblem[] = [];
      for (const [n, step] of steps.entries()) {
        const key = JSON.stringify(step);
        const asked = known.get(key) ?? problemOf({ ...reader, ...{ q } }, step);
        known.set(key, asked);
        const problem = await asked;
        if (problem) problems.push({ path: pathOf(n, step), ...problem });
      }
      found.push(problems);
    }
    return found;
  });
}

const tooMany: StepProblem = {
  ...{ path: "steps", reason: "invalid_input" },
  message: `At most ${mostSteps} steps at once`,
};

function refused(problems: readonly StepProblem[]): AppError {
  return new AppError("invalid_input", problems[0]!.message, {
    details: { reason: "steps", field: "steps", problems },
  });
}

const named: Partial<Record<Step["type"], string>> = {
  ...{ tag: "tagId", untag: "tagId", set_status: "statusId", set_field: "key", add_note: "body" },
  shop_action: "action.note",
};

function pathOf(n: number, { type }: Step): string {
  return ["steps", n, ...(named[type] ? [named[type]] : [])].join(".");
}

async function problemOf(ctx: Context, step: Step): Promise<Omit<StepProblem, "path"> | null> {
  try {
    await checkStep(ctx, step);
    return null;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { code, details, message } = error;
    const reason = typeof details?.reason === "string" ? details.reason : code;
    return { reason, message: sayings[step.type]?.[reason] ?? message };
  }
}

/** What a person reads where the verb's own word names an id. */
const sayings: Partial<Record<Step["type"], Record<string, string>>> = {
  tag: { not_found: "The tag is gone", archived: "The tag is archived" },
  untag: { not_found: "The tag is gone" },
  set_status: { not_found: "The status is gone", archived: "The status is out of use" },
  assign: { not_found: "The member or team is gone, or not yours to see", archived: "The team is archived" },
};

async function checkStep(ctx: Context, step: Step): Promise<void> {
  switch (step.type) {
    case "add_note":
      return checkTemplate(step.body);
    case "shop_action":
      return "note" in step.action ? checkTemplate(step.action.note) : undefined;
    case "snooze":
      return;
    case "assign": {
      const { memberId, teamId } = step;
      return checkChange(ctx, { type: "assign", memberId: memberId === "me" ? null : memberId, teamId });
    }
    default:
      return checkChange(ctx, step);
  }
}

function checkTemplate(body: string): void {
  if (body.includes("\0") || !body.isWellFormed()) {
    throw new AppError("invalid_input", "A note may not hold NUL or broken Unicode");
  }
  const [problem] = problemsOfTemplate(body);
  if (problem) throw new AppError("invalid_input", problem.message, { details: { reason: "template" } });
}
