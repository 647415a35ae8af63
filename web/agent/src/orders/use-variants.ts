import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { answer, api } from "../api/client.ts";
import { keys } from "../api/keys.ts";

export interface Sold {
  connectionId: string;
  variantId: string;
  productId: string;
  product: string;
  /** Of the product and, where it has several, the variant. */
  name: string;
  priceMinor: number;
  currency: string;
  available: boolean;
}

interface Wanted {
  /** Of this shop; default: of all. */
  connectionId?: string | undefined;
  query: string;
  enabled?: boolean;
}

/** What the shops sell now, by words of its name or by its number. */
export function useVariants({ connectionId, query, enabled = true }: Wanted): Sold[] {
  const { data = [] } = useQuery({
    queryKey: keys.variants(connectionId ?? "", query),
    queryFn: async ({ signal }) => {
      const params = { query: { query, ...(connectionId !== undefined && { connectionId }) } };
      return (await answer(api.GET("/v1/variants", { params, signal }))).data;
    },
    enabled,
    staleTime: 60_000,
    placeholderData: keepPreviousData,
  });
  return data.map(({ externalId: variantId, title, product, ...rest }) => ({
    ...{ ...rest, variantId, product },
    name: title === "" || title === "Default Title" ? product : `${product}, ${title}`,
  }));
}
