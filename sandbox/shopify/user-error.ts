/** What Shopify says about an input it does not accept; `code` where the mutation's errors have one. */
export interface UserError {
  field: string[] | null;
  message: string;
  code?: string;
}

/** Thrown anywhere inside a mutation: nothing has been changed, and this is the answer. */
export class Refused extends Error {
  readonly errors: UserError[];

  constructor(field: string[] | null, message: string, code?: string) {
    super(message);
    this.errors = [{ field, message, ...(code ? { code } : {}) }];
  }
}

/**
 * A mutation's payload: what `act` made beside an empty list of errors, or the errors alone.
 * @param list the name this mutation's errors have.
 */
export function payload<T extends object>(act: () => T, list = "userErrors"): object {
  try {
    return { ...act(), [list]: [] };
  } catch (error) {
    if (error instanceof Refused) return { [list]: error.errors };
    throw error;
  }
}
