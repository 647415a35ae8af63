import type { TauDatabase, TauTask } from "./data.ts";

/** Everything that belongs to the people a task is about: their rows change in this task and in no other of its wave. */
export interface Part {
  task: TauTask;
  users: Set<string>;
}

/**
 * Tasks in waves, so that no two of a wave are about the same person: each wave has a fresh shop, in which they run side
 * by side and their changes can be told apart.
 * @param withOwner counts whoever asks among them, though nothing of hers should change.
 */
export function wavesOf(tasks: readonly TauTask[], db: TauDatabase, { withOwner = false } = {}): Part[][] {
  const waves: { parts: Part[]; users: Set<string> }[] = [];
  for (const task of tasks) {
    const users = new Set([...usersOf(task, db), ...(withOwner ? [askerOf(task, db) ?? ""] : [])]);
    let wave = waves.find((each) => ![...users].some((user) => each.users.has(user)));
    if (!wave) {
      wave = { parts: [], users: new Set() };
      waves.push(wave);
    }
    wave.parts.push({ task, users });
    for (const user of users) wave.users.add(user);
  }
  return waves.map(({ parts }) => parts);
}

/** Whoever asks; null where the task does not say. */
export function askerOf({ user_id, actions }: TauTask, db: TauDatabase): string | null {
  const named = actions.flatMap(({ arguments: given }) => [given.user_id, db.orders[String(given.order_id)]?.user_id]);
  return user_id ?? named.find((id) => typeof id === "string") ?? null;
}

function usersOf({ actions }: TauTask, db: TauDatabase): Set<string> {
  return new Set(
    actions
      .filter(({ write }) => write)
      .flatMap(({ arguments: given }) => [given.user_id, db.orders[String(given.order_id)]?.user_id])
      .filter((id) => typeof id === "string"),
  );
}

/** The user a row of the compared tables belongs to: "orders #W1 status" → whose order #W1 is. */
export function ownerOf(key: string, db: TauDatabase): string | undefined {
  const [table, id = ""] = key.split(" ");
  return table === "users" ? id : db.orders[id]?.user_id;
}
