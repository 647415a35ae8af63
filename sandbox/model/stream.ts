import { setTimeout as wait } from "node:timers/promises";
import type { Response } from "express";
import type { Asked, Protocol } from "./protocol.ts";
import type { ScriptedAnswer } from "./state.ts";

/** Sends an answer as the protocol streams it, with whatever a script wants to go wrong. */
export async function stream(
  response: Response,
  protocol: Protocol,
  asked: Asked,
  script: ScriptedAnswer | null,
): Promise<void> {
  const { endless = false, pieceDelayMs = 0, cutAfter, stopAfter, failAfter, error } = script ?? {};
  response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-cache" });
  const frames = protocol.frames(asked);
  let sent = 0;
  for (const [n, { text, isPiece }] of frames.entries()) {
    if (response.destroyed) return;
    if (endless && n === frames.length - 1) break;
    if (isPiece || n === frames.length - 1) {
      if (sent === cutAfter) return cut(response);
      if (sent === stopAfter) return void response.end();
      if (sent === failAfter) return void response.end(protocol.failure({ status: 529, ...error }).text);
      sent++;
    }
    response.write(text);
    if (isPiece && pieceDelayMs > 0) await wait(pieceDelayMs);
  }
  while (endless && !response.destroyed) {
    response.write(protocol.more().text);
    await wait(50);
  }
  response.end();
}

/** What was written gets out first. */
function cut(response: Response): void {
  setImmediate(() => response.socket?.destroy());
}
