import { SegmentedControl } from "@mantine/core";
import { useLocation } from "wouter";
import { knowledgePath, proposedPath, tablesPath } from "./paths.ts";

export type Kind = "articles" | "tables" | "proposed";

const paths = { articles: knowledgePath, tables: tablesPath, proposed: proposedPath };

/** What the shop knows: in words, in rows, and what could become an article. */
export function Kinds({ kind }: { kind: Kind }) {
  const [, go] = useLocation();
  return (
    <SegmentedControl<Kind>
      size="xs"
      fullWidth
      aria-label="What is shown"
      value={kind}
      data={[
        { value: "articles", label: "Articles" },
        { value: "tables", label: "Tables" },
        { value: "proposed", label: "Proposed" },
      ]}
      onChange={(value) => go(paths[value])}
    />
  );
}
