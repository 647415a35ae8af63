import type { Router } from "express";
import type { Sandbox } from "../../sandbox.ts";
import { type Call, restCall } from "../call.ts";
import { notFound, refused } from "../errors.ts";
import { page } from "../page.ts";
import { queueNamed } from "./queue.ts";
import type { Queue, QueueMember } from "./state.ts";
import { memberView, queueView } from "./views.ts";

const queues = "/2010-04-01/Accounts/:AccountSid/Queues";

/** Source: https://www.twilio.com/docs/voice/api/queue-resource */
export function queueRoutes(routes: Router, sandbox: Sandbox): void {
  const view = (call: Call, queue: Queue) => queueView(call.account.sid, queue);
  routes.get(
    `${queues}.json`,
    restCall(sandbox, (call) =>
      page(call, "queues", [...call.account.voice.queues.values()], (each) => view(call, each)),
    ),
  );
  routes.post(`${queues}.json`, restCall(sandbox, create, 201));
  routes.get(
    `${queues}/:QueueSid.json`,
    restCall(sandbox, (call) => view(call, queueOf(call))),
  );
  routes.post(
    `${queues}/:QueueSid.json`,
    restCall(sandbox, (call) => view(call, change(call, queueOf(call)))),
  );
  routes.delete(`${queues}/:QueueSid.json`, restCall(sandbox, remove));
  const members = `${queues}/:QueueSid/Members`;
  routes.get(`${members}.json`, restCall(sandbox, listMembers));
  routes.get(
    `${members}/:CallSid.json`,
    restCall(sandbox, (call) => memberView(sandbox, call.account.sid, queueOf(call), memberOf(call))),
  );
  routes.post(`${members}/:CallSid.json`, restCall(sandbox, dequeue));
}

function create(call: Call) {
  const name = call.text("FriendlyName") ?? "";
  if ([...call.account.voice.queues.values()].some((each) => each.name === name)) {
    throw refused(22003, `A queue with the name '${name}' exists already`);
  }
  return queueView(call.account.sid, change(call, queueNamed(call.sandbox, call.account, name)));
}

function change({ text, twilio }: Call, queue: Queue): Queue {
  queue.name = text("FriendlyName") ?? queue.name;
  queue.maxSize = Number(text("MaxSize") ?? queue.maxSize);
  queue.updatedAt = twilio.schedule.now();
  return queue;
}

function remove(call: Call): undefined {
  const queue = queueOf(call);
  if (queue.members.length > 0) throw refused(22001, "Queue is not empty");
  call.account.voice.queues.delete(queue.sid);
}

function listMembers(call: Call) {
  const queue = queueOf(call);
  const all = queue.members.map((member) => ({ sid: member.leg.sid, member }));
  return page(call, "queue_members", all, ({ member }) => memberView(call.sandbox, call.account.sid, queue, member));
}

function dequeue(call: Call) {
  const [queue, member] = [queueOf(call), memberOf(call)];
  const view = memberView(call.sandbox, call.account.sid, queue, member);
  member.leave({ result: "redirected", to: { url: call.text("Url") ?? "", method: call.text("Method") } });
  return view;
}

function queueOf({ account, path, uri }: Call): Queue {
  const queue = account.voice.queues.get(path("QueueSid"));
  if (!queue) throw notFound(uri);
  return queue;
}

/** "Front" is the one who waits longest. */
function memberOf(call: Call): QueueMember {
  const { members } = queueOf(call);
  const wanted = call.path("CallSid");
  const member = wanted === "Front" ? members[0] : members.find(({ leg }) => leg.sid === wanted);
  if (!member) throw notFound(call.uri);
  return member;
}
