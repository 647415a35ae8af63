import { receiveText } from "../sandbox/twilio/receive.ts";
import type { Person, ScenarioMessage } from "./scenario.ts";
import type { Stage } from "./stage.ts";
import type { EvalWorld } from "./world.ts";

interface Post {
  stage: Stage;
  world: EvalWorld;
}

const pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

/** She writes a mail, in her newest thread if there is one. */
export async function mail({ stage, world }: Post, person: Person, message: ScenarioMessage): Promise<void> {
  const { mail: played, faults } = stage.sandbox.state;
  const own = world.places.addressOf(person);
  if (message.twice) faults.add({ target: "push", path: world.places.mailbox, duplicate: 1, acts: false, times: 1 });
  const before = played.threads(own)[0]?.messages.at(-1);
  const attachments = message.attachments?.map((filename) => {
    return { filename, contentType: "image/png", content: Buffer.from(pixel, "base64") };
  });
  await played.submit(own, {
    ...{ to: world.places.mailbox, text: message.says, attachments },
    subject: before ? `Re: ${before.subject.replace(/^Re: /, "")}` : (message.subject ?? "A question"),
    ...(before?.messageId && { inReplyTo: before.messageId, references: before.references }),
  });
}

/** She writes a text. */
export async function text({ stage, world }: Post, person: Person, message: ScenarioMessage): Promise<void> {
  const { phone: from } = person;
  if (!from) throw new Error(`${person.name} has no phone`);
  const { faults } = stage.sandbox.state;
  if (message.twice) faults.add({ target: "callback", path: from, duplicate: 1, acts: false, times: 1 });
  receiveText(stage.sandbox.state, { from, to: world.number, body: message.says, media: [], others: [] });
}
