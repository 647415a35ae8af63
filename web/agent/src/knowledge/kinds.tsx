import { SegmentedControl } from "@mantine/core";
import { useLocation } from "wouter";
import { knowledgePath, missingPath, proposedPath, tablesPath } from "./paths.ts";

export type Kind = "articles" | "tables" | "proposed" | "missing";

const paths = { articles: knowledgePath, tables: tablesPath, proposed: proposedPath, missing: missingPath };

/** What the shop knows: in words, in rows, what could become an article, and what it does not know. */
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
        { value: "missing", label: "Missing" },
      ]}
      onChange={(value) => go(paths[value])}
    />
  );
}
