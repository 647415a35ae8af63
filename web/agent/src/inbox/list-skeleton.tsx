import { Skeleton } from "@mantine/core";
import classes from "./conversation-list.module.css";

export function ListSkeleton({ rows = 8 }: { rows?: number }) {
  return (
    <div className="appears-late" aria-hidden="true">
      {Array.from({ length: rows }, (_, row) => `row-${row}`).map((row) => (
        <div key={row} className={classes.skeleton}>
          <Skeleton height={12} width="45%" />
          <Skeleton height={11} width="70%" />
          <Skeleton height={11} width="90%" />
        </div>
      ))}
    </div>
  );
}
