import { Badge } from "@mantine/core";
import type { Status } from "../customer/order-status.ts";

/** Nothing where the shop says nothing. */
export function StatusBadge({ status }: { status: Status | null }) {
  if (!status) return null;
  return (
    <Badge size="sm" variant="light" color={status.color}>
      {status.label}
    </Badge>
  );
}
