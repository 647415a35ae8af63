import { Anchor, Switch, Text } from "@mantine/core";
import { sentence } from "../api/problem.ts";
import type { Article } from "../api/types.ts";
import { useMay } from "../session/session.tsx";
import { addressOf, useHelpCenter, usePlaceArticle } from "./use-help-center.ts";

/** Whether shoppers read it in the help centre, kept at once, and where. */
export function ArticlePlacement({ article }: { article: Article }) {
  const mayManage = useMay("knowledge:manage");
  const { data: center } = useHelpCenter();
  const place = usePlaceArticle(article.id);
  const isPlaced = article.placedAt !== null;
  if (article.archivedAt || (!mayManage && !isPlaced)) return null;
  const isOpen = center?.isOpen === true && center.slug !== null;
  const isRead = isPlaced && isOpen && article.publishedVersion !== null;
  return (
    <div>
      <Switch
        label="In the help centre"
        description={said({ isPlaced, isOpen, isPublished: article.publishedVersion !== null })}
        checked={isPlaced}
        disabled={!mayManage}
        error={place.error ? sentence(place.error) : null}
        onChange={(event) => place.isPending || place.mutate(event.currentTarget.checked)}
      />
      {isRead && center.slug !== null && (
        <Text size="xs" mt={4} ml={50} style={{ overflowWrap: "anywhere" }}>
          <Anchor href={addressOf(center.slug, article.id)} target="_blank" rel="noopener">
            {addressOf(center.slug, article.id)}
          </Anchor>
        </Text>
      )}
    </div>
  );
}

function said({ isPlaced, isOpen, isPublished }: Record<"isPlaced" | "isOpen" | "isPublished", boolean>): string {
  if (!isPlaced) return "Only the AI and your team go by it";
  if (!isOpen) return "Shoppers read it there once the help centre is open";
  return isPublished ? "Shoppers read what is published of it" : "Shoppers read it there once it is published";
}
