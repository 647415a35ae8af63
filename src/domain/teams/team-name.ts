import { AppError } from "../../platform/errors.ts";

/**
 * Runs a write that may take a name; the unique index decides who gets it.
 * @throws AppError("conflict") when another team has it (`details.reason` "name_taken").
 */
export async function takingName<T>(name: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (cause) {
    if (!isTaken(cause)) throw cause;
    throw new AppError("conflict", `There is already a team called ${name}`, {
      cause,
      details: { reason: "name_taken" },
    });
  }
}

/** https://www.postgresql.org/docs/current/errcodes-appendix.html: 23505 is unique_violation. */
function isTaken(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ("constraint_name" in at && at.constraint_name === "teams_name") return "code" in at && at.code === "23505";
  }
  return false;
}
