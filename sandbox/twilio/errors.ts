/** An error as Twilio's REST API gives it. Source: https://www.twilio.com/docs/api/errors */
export class TwilioError extends Error {
  readonly status: number;
  readonly code: number;

  constructor(status: number, code: number, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

const usual: Record<number, [code: number, message: string]> = {
  400: [20001, "Bad request"],
  401: [20003, "Authenticate"],
  403: [20403, "Forbidden"],
  404: [20404, "The requested resource was not found"],
  405: [20004, "Method not allowed"],
  429: [20429, "Too Many Requests"],
  500: [20500, "An internal server error has occurred"],
  503: [20503, "Service is unavailable"],
};

export function errorBody(status: number, code?: number, message?: string) {
  const [usualCode, usualMessage] = usual[status] ?? [20001, "Error"];
  const given = code ?? usualCode;
  return {
    ...{ code: given, message: message ?? usualMessage },
    ...{ more_info: `https://www.twilio.com/docs/errors/${given}`, status },
  };
}

export function notFound(uri: string): TwilioError {
  return new TwilioError(404, 20404, `The requested resource ${uri} was not found`);
}

export function refused(code: number, message: string): TwilioError {
  return new TwilioError(400, code, message);
}
