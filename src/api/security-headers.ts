import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import type { Express } from "express";
import helmet from "helmet";
import { readerPolicy } from "./help-center/style.ts";

/**
 * Scripts only from our own files. Mail is shown in a frame without scripts that inherits this policy, so it needs
 * inline styles and, when the agent asks for them, remote images; the frame's own policy narrows both again.
 */
const pagePolicy = {
  "default-src": ["'none'"],
  "script-src": ["'self'"],
  "style-src": ["'self'", "'unsafe-inline'"],
  "img-src": ["'self'", "data:", "https:", "http:"],
  "font-src": ["'self'", "data:"],
  "connect-src": ["'self'"],
  "media-src": ["'self'"],
  "manifest-src": ["'self'"],
  "frame-src": ["'self'"],
  "base-uri": ["'none'"],
  "form-action": ["'self'"],
  "frame-ancestors": ["'none'"],
};

/** An answer of the API is data: nothing in it may run, whatever shows it. */
const dataPolicy = { "default-src": ["'none'"], "frame-ancestors": ["'none'"] };

/** A file anybody may have sent: should a browser show it after all, nothing in it runs or reaches out. */
const filePolicy = { sandbox: [], "default-src": ["'none'"], "frame-ancestors": ["'none'"] };

/** `reaches`: what pages may reach besides ourselves, such as the provider of calls. */
export function mountSecurityHeaders(
  app: Express,
  {
    isHttps,
    reaches,
    filesOrigin,
  }: {
    isHttps: boolean;
    reaches: { connect: string[]; media: string[] };
    /** Where recordings are played from, if that is not here. */
    filesOrigin: string | null;
  },
): void {
  const strictTransportSecurity = isHttps ? { maxAge: 31_536_000 } : false;
  const headersWith = (directives: Record<string, string[]>, isForOthers = false) =>
    headersOf(
      helmet({
        crossOriginResourcePolicy: { policy: isForOthers ? "cross-origin" : "same-origin" },
        contentSecurityPolicy: { useDefaults: false, directives },
        strictTransportSecurity,
        referrerPolicy: { policy: "no-referrer" },
      }),
    );
  const forData = headersWith(dataPolicy);
  // A link to a file is its key; from an origin of their own, our pages play them.
  const forFiles = headersWith(filePolicy, filesOrigin !== null);
  const forPages = headersWith({
    ...pagePolicy,
    "connect-src": [...pagePolicy["connect-src"], ...reaches.connect],
    "media-src": [...pagePolicy["media-src"], ...reaches.media, ...(filesOrigin === null ? [] : [filesOrigin])],
  });
  const forReaders = headersWith(readerPolicy);
  app.use((req, res, next) => {
    const isHelp = /^\/help(\/|$)/i.test(req.path);
    const forOthers = isHelp ? forReaders : forPages;
    const headers = req.path.startsWith("/v1/") ? forData : req.path.startsWith("/files/") ? forFiles : forOthers;
    for (const [name, value] of headers) res.setHeader(name, value);
    next();
  });
}

/** What helmet sets, which is the same for every request: worked out once instead of each time. */
function headersOf(set: ReturnType<typeof helmet>): [string, string][] {
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  set(request, response, (error?: unknown) => {
    if (error) throw error;
  });
  return Object.entries(response.getHeaders()).map(([name, value]) => [name, String(value)]);
}
