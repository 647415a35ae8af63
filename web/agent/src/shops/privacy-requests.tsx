import { Anchor, Text } from "@mantine/core";
import type { PrivacyRequest } from "../api/types.ts";
import { Moment } from "../shell/moment.tsx";
import classes from "./shops-page.module.css";
import { usePrivacyRequests } from "./use-shops.ts";

const kinds = {
  data: "Somebody wants to see what we hold of her",
  erase_person: "Somebody wants to be forgotten",
  erase_account: "A shop is to be forgotten",
};

/** What people asked for through a shop; only data waits for somebody here, the rest is done by itself. */
export function PrivacyRequests() {
  const { data: requests } = usePrivacyRequests(true);
  if (!requests || requests.length === 0) return null;
  return (
    <section aria-labelledby="privacy-title">
      <h2 id="privacy-title" className={classes.section}>
        Privacy requests
      </h2>
      <ul className={classes.list}>
        {requests.map((request) => (
          <Row key={request.id} request={request} />
        ))}
      </ul>
    </section>
  );
}

function Row({ request: { id, kind, state, receivedAt, dueAt, answeredAt } }: { request: PrivacyRequest }) {
  return (
    <li className={classes.row}>
      <div>
        <Text size="sm">{kinds[kind]}</Text>
        <Text size="xs" c="dimmed">
          Received <Moment at={receivedAt} form="full" />
          {state === "open" && " · due "}
          {state === "open" && <Moment at={dueAt} form="full" />}
          {state === "done" && answeredAt && " · answered "}
          {state === "done" && answeredAt && <Moment at={answeredAt} form="full" />}
          {state === "refused" && " · not done: the shop is connected again"}
        </Text>
      </div>
      {kind === "data" ? (
        <Anchor size="sm" href={`/v1/privacy-requests/${id}/export`} download>
          Download
        </Anchor>
      ) : (
        <Text size="sm" c="dimmed">
          {state === "open" ? "Under way" : state === "done" ? "Done" : "Kept"}
        </Text>
      )}
    </li>
  );
}
