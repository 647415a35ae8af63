import { Badge, Text } from "@mantine/core";
import type { AiStanding } from "../api/types.ts";
import { useAiStanding } from "./use-automation.ts";

const levels: Record<NonNullable<AiStanding["assurance"]>, { words: string; title: string; color: string }> = {
  verified: { words: "Verified", title: "It is certain that the customer herself writes", color: "teal" },
  claimed: { words: "Claimed", title: "Her address or number says who she is; it could be forged", color: "yellow" },
  anonymous: { words: "Unknown", title: "Nothing shows that the customer herself writes", color: "gray" },
};

/** How sure it is who writes, which decides what the AI may tell and do. */
export function AssuranceBadge({ conversationId }: { conversationId: string }) {
  const assurance = useAiStanding(conversationId).data?.assurance;
  return assurance ? <LevelBadge level={assurance} /> : null;
}

/** @param isTold in words beside it, too. */
export function LevelBadge({ level, isTold = false }: { level: keyof typeof levels; isTold?: boolean }) {
  const { words, title, color } = levels[level];
  return (
    <>
      <Badge
        size="sm"
        color={color}
        variant="light"
        title={title}
        aria-label={`Who writes: ${words}. ${title}`}
        role="img"
      >
        {words}
      </Badge>
      {isTold && <Text size="sm">{title}.</Text>}
    </>
  );
}
