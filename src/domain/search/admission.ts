import { AppError } from "../../platform/errors.ts";

/** Searches at the same time in one process: of one workspace, and of all. */
const most = { ofOne: 2, ofAll: 3, waitingOfOne: 8 } as const;
const longestWaitMs = 2000;

interface Waiting {
  workspaceId: string;
  start(): void;
}

/** Lets few searches run at once and a few more wait: one workspace can hold up neither another nor the inbox. */
export function createAdmission() {
  const running = new Map<string, number>();
  const waiting: Waiting[] = [];
  let total = 0;

  const count = (workspaceId: string) => running.get(workspaceId) ?? 0;
  const hasRoom = (workspaceId: string) => total < most.ofAll && count(workspaceId) < most.ofOne;
  const begin = (workspaceId: string) => {
    total++;
    running.set(workspaceId, count(workspaceId) + 1);
  };
  const end = (workspaceId: string) => {
    total--;
    const left = count(workspaceId) - 1;
    if (left === 0) running.delete(workspaceId);
    else running.set(workspaceId, left);
    const next = waiting.findIndex((one) => hasRoom(one.workspaceId));
    if (next >= 0) waiting.splice(next, 1)[0]!.start();
  };
  const wait = (workspaceId: string) =>
    new Promise<void>((start, refuse) => {
      if (waiting.filter((one) => one.workspaceId === workspaceId).length >= most.waitingOfOne) return refuse(busy());
      const one: Waiting = {
        workspaceId,
        start: () => {
          clearTimeout(timer);
          begin(workspaceId);
          start();
        },
      };
      const timer = setTimeout(() => {
        waiting.splice(waiting.indexOf(one), 1);
        refuse(busy());
      }, longestWaitMs);
      waiting.push(one);
    });

  return {
    /** @throws AppError("limit_exceeded") when too many are waiting, or it has waited too long. */
    async admit<T>(workspaceId: string, work: () => Promise<T>): Promise<T> {
      if (hasRoom(workspaceId)) begin(workspaceId);
      else await wait(workspaceId);
      try {
        return await work();
      } finally {
        end(workspaceId);
      }
    },
  };
}

function busy(): AppError {
  return new AppError("limit_exceeded", "Too many searches at once in this workspace: try again in a moment", {
    retryAfterMs: 1000,
    details: { reason: "busy" },
  });
}
