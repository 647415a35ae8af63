import { pipeline } from "node:stream/promises";
import type { Express, RequestHandler, Response } from "express";
import { openMediaLink } from "../domain/conversations/index.ts";
import { systemContext } from "../domain/workspaces/index.ts";
import { type OpenedAttachment, openAttachment } from "../inbound/open-attachment.ts";
import type { Database } from "../platform/db.ts";
import { NotFound } from "../platform/errors.ts";
import type { FileLinks } from "./file-links.ts";
import { hasLeft } from "./send-file.ts";

export const fileRoute = { method: "get", path: "/files/:token" } as const;
/** Files of texts, for the provider that sends them. */
export const textFileRoute = { method: "get", path: "/files/texts/:token" } as const;

export interface FileOrigins {
  /** Where the product is. */
  product: string;
  /** Where files are served. */
  files: string;
}

/**
 * Serves files that anybody may have sent: to be saved and never to be shown, so that nothing in them runs with the
 * rights of the page. The link says which; it was made for somebody who may read the conversation.
 */
export function mountFiles(app: Express, db: Database, links: FileLinks, origins: FileOrigins): void {
  app.use(keepApart(origins));
  app[fileRoute.method](fileRoute.path, async (req, res) => {
    res.locals.route = fileRoute.path;
    const linked = links.open(String(req.params.token));
    if (!linked) throw new NotFound("File", "of this link (it may have run out)");
    const ctx = systemContext(db, linked.workspaceId, "files");
    await send(res, await openAttachment(ctx, linked.attachmentId));
  });
  app[textFileRoute.method](textFileRoute.path, async (req, res) => {
    res.locals.route = textFileRoute.path;
    const linked = openMediaLink(db, String(req.params.token));
    if (!linked) throw new NotFound("File", "of this link (it may have run out)");
    await send(res, await openAttachment(systemContext(db, linked.workspaceId, "files"), linked.attachmentId));
  });
}

/** With an origin of their own, files are served there alone, and nothing else is. */
function keepApart({ product, files }: FileOrigins): RequestHandler {
  const host = new URL(files).host;
  if (product === files) return (_req, _res, next) => next();
  return (req, _res, next) => {
    const isFile = req.path.startsWith("/files/");
    if ((req.get("host") === host) === isFile || /^\/(livez|readyz)$/.test(req.path)) return next();
    throw new NotFound("Path", req.path);
  };
}

async function send(res: Response, { name, type, sizeBytes, content }: OpenedAttachment): Promise<void> {
  res.setHeader("content-type", type);
  res.setHeader("content-length", String(sizeBytes));
  res.setHeader("content-disposition", disposition(name));
  res.setHeader("cache-control", "private, no-store");
  if (res.req.method === "HEAD") {
    content.destroy();
    return void res.end();
  }
  try {
    await pipeline(content, res);
  } catch (error) {
    if (!hasLeft(error)) throw error;
  }
}

/** The name twice: plain for old readers, and whole. Source: RFC 6266, 4.3 and RFC 8187 */
function disposition(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, "_");
  const whole = encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${whole}`;
}
