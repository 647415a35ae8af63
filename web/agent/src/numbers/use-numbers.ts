import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answer, api, done } from "../api/client.ts";
import { keys } from "../api/keys.ts";
import type { NumberOffer } from "../api/types.ts";

const LOOK_AGAIN_MS = 15_000;

export interface Wanted {
  connectionId: string;
  countryCode: string;
  kind: "local" | "mobile" | "toll_free";
  areaCode?: string;
}
export interface Account {
  accountSid: string;
  authToken: string;
  messagingServiceSid: string;
  apiKeySid: string;
  apiKeySecret: string;
}

/** The accounts that numbers belong to. */
export function useTextingAccounts() {
  return useQuery({
    queryKey: keys.connections,
    queryFn: () => answer(api.GET("/v1/connections")),
    select: (page) => page.data.filter(({ integrationId }) => integrationId === "twilio-sms"),
  });
}

export function useNumbers() {
  return useQuery({
    queryKey: keys.numbers,
    queryFn: () => answer(api.GET("/v1/numbers")),
    select: (page) => page.data,
    // How many texts wait is told by no event.
    refetchInterval: LOOK_AGAIN_MS,
  });
}

/** Null: nothing was asked for yet. */
export function useOffers(wanted: Wanted | null) {
  return useQuery({
    queryKey: keys.numberOffers(wanted),
    queryFn: () => answer(api.GET("/v1/number-offers", { params: { query: wanted! } })),
    select: (page) => page.data,
    enabled: wanted !== null,
    // What is for sale and for how much is asked anew each time.
    gcTime: 0,
    retry: false,
  });
}

export function useConnectAccount() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (account: Account) => {
      const given = Object.entries(account).map(([name, value]) => [name, value.trim()] as const);
      const credentials = Object.fromEntries(given.filter(([, value]) => value !== ""));
      return answer(api.POST("/v1/connections", { body: { integrationId: "twilio-sms", credentials } }));
    },
    onSuccess: () => client.invalidateQueries({ queryKey: keys.connections }),
  });
}

export function useBuyNumber({ connectionId, countryCode, kind }: Wanted) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ number, monthlyPrice }: NumberOffer) =>
      answer(api.POST("/v1/numbers", { body: { connectionId, countryCode, kind, number, monthlyPrice } })),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.numbers }),
  });
}

export function useReleaseNumber(numberId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => answer(api.DELETE("/v1/numbers/{numberId}", { params: { path: { numberId } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.numbers }),
  });
}

export function useSetUpNumber(numberId: string) {
  return useMutation({
    mutationFn: () => answer(api.POST("/v1/numbers/{numberId}/setup", { params: { path: { numberId } } })),
  });
}

export function useRefreshNumbers(connectionId: string) {
  return useMutation({
    mutationFn: () =>
      done(api.POST("/v1/connections/{connectionId}/numbers-refresh", { params: { path: { connectionId } } })),
  });
}
