import { AppError } from "../../platform/errors.ts";

/**
 * Runs a write that may take a shortcut; the unique index decides who gets it.
 * @throws AppError("conflict") when another reply has it (`details.reason` "shortcut_taken").
 */
export async function takingShortcut<T>(shortcut: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (cause) {
    if (!isTaken(cause)) throw cause;
    throw new AppError("conflict", `There is already a canned reply with the shortcut /${shortcut}`, {
      cause,
      details: { reason: "shortcut_taken", shortcut },
    });
  }
}

/** https://www.postgresql.org/docs/current/errcodes-appendix.html: 23505 is unique_violation. */
function isTaken(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ("constraint_name" in at && at.constraint_name === "canned_replies_shortcut") {
      return "code" in at && at.code === "23505";
    }
  }
  return false;
}
