import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, api, done } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import type { Field, FieldValues } from "../api/types.ts";

export const fieldsPath = "/fields";

/** By label, of conversations and customers. */
export function useFields(archived = false) {
  return useQuery({
    queryKey: keys.fieldList(archived),
    queryFn: async ({ signal }) => {
      const query = { archived: archived ? ("true" as const) : ("false" as const) };
      return (await answer(api.GET("/v1/fields", { params: { query }, signal }))).data;
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useConversationFields(conversationId: string) {
  return useQuery({
    queryKey: keys.conversationFields(conversationId),
    queryFn: async ({ signal }) => {
      const target = { params: { path: { conversationId } }, signal };
      return (await answer(api.GET("/v1/conversations/{conversationId}/fields", target))).values;
    },
  });
}

export type FieldValue = FieldValues[string];

/** A value, and what it stands over: nobody's change is overwritten unseen. */
export interface Setting {
  key: string;
  value: FieldValue | null;
  seen: FieldValue | null;
}

export type Owner = { entity: "conversation"; id: string } | { entity: "customer"; id: string };

export function useSetField(owner: Owner) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ key, value, seen }: Setting) => {
      const body = { values: { [key]: value }, seen: { [key]: seen } };
      if (owner.entity === "customer") {
        const params = { path: { customerId: owner.id } };
        const customer = await answer(api.PATCH("/v1/customers/{customerId}/fields", { params, body }));
        client.setQueryData(keys.customer(owner.id), customer);
        return;
      }
      const params = { path: { conversationId: owner.id } };
      const { values } = await answer(api.PATCH("/v1/conversations/{conversationId}/fields", { params, body }));
      client.setQueryData(keys.conversationFields(owner.id), values);
    },
    onError: () => client.invalidateQueries({ queryKey: keyOf(owner) }),
    scope: { id: `fields ${owner.id}` },
  });
}

function keyOf({ entity, id }: Owner) {
  return entity === "customer" ? keys.customer(id) : keys.conversationFields(id);
}

export type FieldWording = Pick<Field, "entity" | "key" | "label" | "type"> & { options: OptionWording[] };
export type OptionWording = Pick<Field["options"][number], "value" | "label">;

/** Makes a field, or changes the label and the options of one. */
export function useSaveField(field: Field | null) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ label, options, ...identity }: FieldWording) =>
      field
        ? answer(
            api.PATCH("/v1/fields/{fieldId}", {
              params: { path: { fieldId: field.id } },
              body: isSelect(field.type) ? { label, options } : { label },
            }),
          )
        : answer(api.POST("/v1/fields", { body: { ...identity, label, options } })),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.fields }),
  });
}

/** Out of use, or back into it. */
export function useArchiveField({ id, archivedAt }: Field) {
  const client = useQueryClient();
  const target = { params: { path: { fieldId: id } } };
  return useMutation({
    mutationFn: () =>
      archivedAt
        ? done(api.POST("/v1/fields/{fieldId}/restoration", target))
        : done(api.DELETE("/v1/fields/{fieldId}", target)),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.fields }),
  });
}

export function isSelect(type: Field["type"]): boolean {
  return type === "select" || type === "multi_select";
}

/** "Order number" → "order_number": what a program calls it. */
export function toKey(label: string): string {
  return label
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[^a-z]+|_+$/g, "")
    .slice(0, 50)
    .replace(/_+$/, "");
}
