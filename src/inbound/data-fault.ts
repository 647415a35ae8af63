const maxReasonChars = 500;

/** Data exceptions, violated constraints and exceeded limits do not go away by trying again. */
const dataFaults = /^(?:22|23|54)/;

/** Why something can never be stored; null: it may be, another time. */
export function faultOfData(error: unknown): string | null {
  if (error instanceof RangeError) return error.message;
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return null;
  return dataFaults.test(error.code) ? `${error.message.slice(0, maxReasonChars)} (${error.code})` : null;
}
