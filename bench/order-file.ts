import { once } from "node:events";
import { createReadStream, createWriteStream, statSync } from "node:fs";
import { createServer } from "node:http";
import { z } from "zod";
import { bulkLines } from "./order-data.ts";

/** A shop that has a finished bulk file of orders and nothing else, in a process of its own. */
const settings = z.object({ file: z.string(), orders: z.number() });

process.once("message", (message) => void serve(settings.parse(message)));

async function serve({ file, orders }: z.infer<typeof settings>): Promise<void> {
  await write(file, orders);
  const bytes = statSync(file).size;
  const server = createServer((request, response) => {
    if (request.method === "POST") {
      const url = `http://${request.headers.host}/orders.jsonl`;
      const done = { id: "gid://shopify/BulkOperation/1", status: "COMPLETED", errorCode: null, partialDataUrl: null };
      const operation = { ...done, rootObjectCount: String(orders), fileSize: String(bytes), url };
      const begun = { bulkOperation: { id: operation.id }, userErrors: [] };
      request.resume();
      response.writeHead(200, { "content-type": "application/json" });
      return void response.end(JSON.stringify({ data: { bulkOperation: operation, bulkOperationRunQuery: begun } }));
    }
    const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
    response.writeHead(start > 0 ? 206 : 200, { "content-length": bytes - start });
    createReadStream(file, { start }).pipe(response);
  });
  server.listen(0, "127.0.0.1", () => {
    const address = server.address();
    process.send?.({ port: typeof address === "object" ? address?.port : 0, bytes });
  });
}

async function write(file: string, orders: number): Promise<void> {
  const out = createWriteStream(file);
  for (let n = 0; n < orders; n++) if (!out.write(bulkLines(n))) await once(out, "drain");
  out.end();
  await once(out, "close");
}
