import { createHmac } from "node:crypto";
import { Readable } from "node:stream";
import { type Request, type Response, Router } from "express";
import { faultHandler } from "../../faults.ts";
import type { Sandbox } from "../../sandbox.ts";
import type { Shop } from "../state.ts";
import { chunks, fileSize } from "./lines.ts";
import type { BulkOperation } from "./state.ts";

const mount = "/shopify-files";

/** Where the file of an operation that is over can be fetched for a while, by anybody who knows the address. */
export function fileUrl({ settings }: Sandbox, { domain }: Shop, operation: BulkOperation): string {
  const endsAt = (operation.completedAtMs ?? operation.createdAtMs) + operation.manner.urlLifeMs;
  const signature = signed(settings.secrets.shopifyApiSecret, domain, operation.id, endsAt);
  return `${settings.publicUrl}${mount}/${domain}/bulk-${operation.id}.jsonl?Expires=${endsAt}&Signature=${signature}`;
}

/** The store of files behind those addresses; it answers errors in XML, as Google Cloud Storage does. */
export function fileRoutes(sandbox: Sandbox): Router {
  const routes = Router();
  routes.use(
    mount,
    faultHandler("shopify", sandbox, (status) => ({ error: `status ${status}` })),
  );
  routes.get(`${mount}/:shop/bulk-:id.jsonl`, (request, response) => sendFile(sandbox, request, response));
  return routes;
}

function sendFile({ settings, shops, clock }: Sandbox, request: Request, response: Response): void {
  const { shop: domain = "", id = "" } = request.params;
  const endsAt = Number(request.query.Expires);
  const operation = shops.get(String(domain))?.installation.bulk.operations.find((each) => String(each.id) === id);
  const expected = signed(settings.secrets.shopifyApiSecret, String(domain), Number(id), endsAt);
  if (request.query.Signature !== expected) return void refuse(response, 403, "SignatureDoesNotMatch");
  if (clock.now().getTime() >= endsAt) return void refuse(response, 400, "ExpiredToken");
  if (!operation) return void refuse(response, 404, "NoSuchKey");
  response.set("Content-Type", "application/jsonl").set("Accept-Ranges", "bytes");
  const start = startOf(request);
  const most = operation.manner.failAfterLines ?? undefined;
  if (start > 0) {
    const size = fileSize(operation.result, most);
    response.status(206).set("Content-Range", `bytes ${start}-${size - 1}/${size}`);
  }
  const cutAt = operation.manner.cutDownloadAtBytes;
  operation.manner.cutDownloadAtBytes = null;
  const text = chunks(operation.result, most);
  const stream = Readable.from(bytes(text, start, cutAt ?? Number.POSITIVE_INFINITY), { objectMode: false });
  if (cutAt !== null) stream.on("end", () => request.socket.end());
  stream.pipe(response, { end: cutAt === null });
}

/** From byte `start` to byte `end`. */
function* bytes(text: Iterable<string>, start: number, end: number): Generator<Buffer> {
  let at = 0;
  for (const chunk of text) {
    const buffer = Buffer.from(chunk);
    const part = buffer.subarray(Math.max(0, start - at), Math.max(0, end - at));
    at += buffer.length;
    if (part.length > 0) yield part;
    if (at >= end) return;
  }
}

function startOf(request: Request): number {
  return Number(/^bytes=(\d+)-$/.exec(request.get("range") ?? "")?.[1] ?? 0);
}

function signed(secret: string, shop: string, id: number, endsAt: number): string {
  return createHmac("sha256", secret).update(`${shop}/${id}/${endsAt}`).digest("hex");
}

function refuse(response: Response, status: number, code: string): void {
  response.status(status).type("xml").send(`<?xml version='1.0' encoding='UTF-8'?><Error><Code>${code}</Code></Error>`);
}
