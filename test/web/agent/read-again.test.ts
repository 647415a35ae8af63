import { expect, test } from "@jest/globals";
import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { readAgain } from "../../../web/agent/src/realtime/read-again.ts";

test("a first answer that was on its way when something changed is not what is shown", async () => {
  const client = new QueryClient();
  const answers = [Promise.withResolvers<string>(), Promise.withResolvers<string>()];
  let asked = 0;
  const observer = new QueryObserver(client, { queryKey: ["members"], queryFn: () => answers[asked++]!.promise });
  const leave = observer.subscribe(() => {});
  const again = readAgain(client, { queryKey: ["members"] });
  answers[0]!.resolve("offline");
  answers[1]!.resolve("online");
  await again;
  expect([asked, observer.getCurrentResult().data]).toEqual([2, "online"]);
  leave();
  client.clear();
});
