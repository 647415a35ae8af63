import { Select, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useState } from "react";
import { sentence } from "../api/problem.ts";
import type { Article } from "../api/types.ts";
import { useVariants } from "../orders/use-variants.ts";
import { useMay } from "../session/session.tsx";
import { useSetProduct } from "./use-articles.ts";

const SEARCH_AFTER_MS = 250;

/** The product an article is about, kept at once; the AI is told the article with it. */
export function ArticleProduct({ article }: { article: Article }) {
  const mayChoose = [useMay("knowledge:manage"), useMay("orders:read")].every(Boolean);
  const { productId, productTitle } = article;
  const [typed, setTyped] = useState("");
  const [settled] = useDebouncedValue(typed.trim(), SEARCH_AFTER_MS);
  const sold = useVariants({ query: settled === productTitle ? "" : settled, enabled: mayChoose });
  const found = sold.map((one) => ({ value: one.productId, label: one.product }));
  const set = useSetProduct(article.id);
  if (!mayChoose) return productTitle === null ? null : <Text size="sm">About the product {productTitle}</Text>;
  const own = productId === null ? [] : [{ value: productId, label: productTitle ?? productId }];
  const data = [...new Map([...own, ...found].map((one) => [one.value, one])).values()];
  return (
    <Select
      label="About the product"
      description="The AI is told this text with it, once it is published; empty: about none"
      placeholder="Find a product"
      searchable
      clearable
      nothingFoundMessage="No product is called so."
      data={data}
      value={productId}
      searchValue={typed}
      onSearchChange={setTyped}
      error={set.error ? sentence(set.error) : null}
      onChange={(value) => set.mutate(value)}
    />
  );
}
