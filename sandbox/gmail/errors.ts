/** An answer in Google's form of error. */
export class GoogleError extends Error {
  readonly status: number;
  readonly reason: string;

  constructor(status: number, reason: string, message: string) {
    super(message);
    this.status = status;
    this.reason = reason;
  }
}

export const notFound = () => new GoogleError(404, "notFound", "Requested entity was not found.");
export const invalid = (message: string) => new GoogleError(400, "invalidArgument", message);

/** Source: https://developers.google.com/workspace/gmail/api/guides/handle-errors */
export function googleErrorBody(
  status: number,
  reason = reasons[status] ?? "backendError",
  message = texts[status] ?? "Error",
) {
  const atHeader = status === 401 ? { location: "Authorization", locationType: "header" } : {};
  return {
    error: {
      code: status,
      message,
      errors: [
        { message, domain: reason.endsWith("RateLimitExceeded") ? "usageLimits" : "global", reason, ...atHeader },
      ],
      status: statuses[status] ?? "UNKNOWN",
    },
  };
}

const reasons: Record<number, string> = {
  400: "invalidArgument",
  401: "authError",
  403: "userRateLimitExceeded",
  404: "notFound",
  429: "rateLimitExceeded",
  500: "backendError",
  503: "backendError",
};
const texts: Record<number, string> = {
  401: "Request had invalid authentication credentials.",
  403: "User-rate limit exceeded.",
  404: "Requested entity was not found.",
  429: "Too many concurrent requests for user",
  500: "Internal error encountered.",
  503: "The service is currently unavailable.",
};
const statuses: Record<number, string> = {
  400: "INVALID_ARGUMENT",
  401: "UNAUTHENTICATED",
  403: "PERMISSION_DENIED",
  404: "NOT_FOUND",
  429: "RESOURCE_EXHAUSTED",
  500: "INTERNAL",
  503: "UNAVAILABLE",
};
