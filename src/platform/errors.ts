/** What the caller can do about it; every edge (HTTP, worker, socket) translates this one code. */
export type ErrorCode =
  | "invalid_input"
  | "unauthenticated"
  | "forbidden"
  | "not_found"
  | "conflict"
  | "limit_exceeded"
  | "provider_rejected"
  | "provider_unavailable"
  | "bug";

export interface ErrorOptions {
  cause?: unknown;
  /** Machine-readable reason and evidence; safe to show to the caller. */
  details?: Record<string, unknown>;
  /** How long to wait before the same call may succeed, in milliseconds. */
  retryAfterMs?: number;
}

/** `message` is safe to show to the caller: no secrets, no SQL. The cause is only logged. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly details: Record<string, unknown> | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(code: ErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.details = options.details;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** Also thrown for another workspace's row: existence is not disclosed. */
export class NotFound extends AppError {
  constructor(noun: string, id: string) {
    super("not_found", `${noun} ${id} not found`);
  }
}

/** The provider will never accept this: bad recipient, unknown object. Retrying is waste. */
export class ProviderRejected extends AppError {
  constructor(message: string, options: ErrorOptions = {}) {
    super("provider_rejected", message, options);
  }
}

/** The credentials of a connection no longer work: its work is parked until someone reconnects it. */
export class ConnectionBroken extends ProviderRejected {}

/** Timeout, 429 or 5xx: the same call may succeed later. */
export class ProviderUnavailable extends AppError {
  /** True when the provider may have acted before the answer was lost: look before trying again. */
  readonly outcomeUnknown: boolean;

  constructor(message: string, options: ErrorOptions & { outcomeUnknown?: boolean } = {}) {
    super("provider_unavailable", message, options);
    this.outcomeUnknown = options.outcomeUnknown ?? false;
  }
}
