import { setTimeout as wait } from "node:timers/promises";
import { demo } from "../sandbox/seed.ts";
import type { RunningSandbox } from "../sandbox/server.ts";

const tom = "+12125550174";
const sara = "+14155550173";

/**
 * A text and a message on the tape, from before anybody looked: played through the sandbox while the product takes its
 * webhooks, in a time that passes at once. Whatever is missing of it is only missing in the demo.
 */
export async function playPhones(sandbox: RunningSandbox): Promise<void> {
  const { accountSid, number: to } = demo.twilio;
  const account = sandbox.state.twilio.accounts.get(accountSid);
  const isAnswered = () => [...(account?.numbers.values() ?? [])].some(({ settings }) => Boolean(settings.voice_url));
  const control = async (path: string, body: object) => {
    const headers = { "content-type": "application/json" };
    const answer = await fetch(`${sandbox.url}/control/twilio/${path}`, {
      method: "POST",
      headers,
      body: JSON.stringify(body),
    });
    return (await answer.json()) as { sid?: string };
  };
  // The product sets the number up by itself, a moment after it started.
  for (let tries = 0; tries < 50 && !isAnswered(); tries++) await wait(100);
  await control("texts", { from: sara, to, body: "Hi! Is the Fjord candle in sea salt back in stock? /Sara" });
  const { sid } = await control("calls", { from: tom, to, callerName: "Tom Reed" });
  if (!sid) return;
  await control("time", { windMs: 12_000 });
  // The menu: a message.
  await control(`calls/${sid}`, { digits: "2" });
  await control("time", { windMs: 4_000 });
  const speech =
    "Hello, this is Tom Reed. I wrote to you about shipping to Ireland. Could somebody call me back this afternoon? Thank you.";
  await control(`calls/${sid}`, { speech });
  await control("time", { windMs: 8_000 });
  await control(`calls/${sid}`, { hangUp: true });
  // With the transcript of it; then both clocks show the same again, or calls of today would seem too long.
  await control("time", { windMs: 20_000 });
  await control("time", { reset: true });
}
