import { Button, Group, Text } from "@mantine/core";
import { IconPlugConnectedX, IconRefresh } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { answer, api, done } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import { sentence } from "../api/problem.ts";
import type { Connection } from "../api/types.ts";
import { useMay } from "../session/session.tsx";
import classes from "./connection-banner.module.css";
import { Moment } from "./moment.tsx";

/** Says that an integration no longer brings messages, and why; nothing while all is well. */
export function ConnectionBanners() {
  const may = useMay("connections:read");
  const { data } = useQuery({
    queryKey: keys.connections,
    queryFn: () => answer(api.GET("/v1/connections")),
    enabled: may,
    select: (page) => page.data.filter(({ state }) => state === "needs_attention"),
  });
  return data?.map((connection) => <Banner key={connection.id} connection={connection} />);
}

function Banner({ connection }: { connection: Connection }) {
  const mayManage = useMay("connections:manage");
  const sync = useMutation({
    mutationFn: () =>
      done(api.POST("/v1/connections/{connectionId}/sync", { params: { path: { connectionId: connection.id } } })),
  });
  return (
    <div className={classes.banner} role="alert">
      <IconPlugConnectedX size={18} aria-hidden="true" className={classes.icon} />
      <Text size="sm" className={classes.text}>
        <b>{connection.account}</b> needs attention: {connection.stateReason ?? "the connection stopped working"}
        {connection.lastSyncedAt && (
          <span className={classes.quiet}>
            {" · last synced "}
            <Moment at={connection.lastSyncedAt} form="full" />
          </span>
        )}
      </Text>
      <Group gap="sm" wrap="nowrap">
        <Text size="xs" role="status">
          {sync.isError ? sentence(sync.error) : sync.isSuccess ? "Sync requested" : ""}
        </Text>
        {mayManage && (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconRefresh size={14} />}
            aria-disabled={sync.isPending}
            onClick={() => sync.isPending || sync.mutate()}
          >
            Sync now
          </Button>
        )}
      </Group>
    </div>
  );
}
