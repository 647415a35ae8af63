import { useState } from "react";
import { sentence } from "../api/problem.ts";
import { usePhone } from "./phone/phone-provider.tsx";
import { useRequestCall, type Wanted } from "./use-calls.ts";

/** Calls somebody: the server is asked for the call, and the phone calls what the server then knows it by. */
export function usePlaceCall() {
  const { state, obey } = usePhone();
  const request = useRequestCall();
  const [problem, setProblem] = useState<string | null>(null);
  const [placing, setPlacing] = useState(false);
  const place = async (wanted: Wanted): Promise<boolean> => {
    if (placing) return false;
    setPlacing(true);
    setProblem(null);
    try {
      const call = await request.mutateAsync(wanted);
      await obey({ do: "call", parameters: { call: call.id } });
      return true;
    } catch (error) {
      setProblem(sentence(error));
      return false;
    } finally {
      setPlacing(false);
    }
  };
  const isBusy = state?.legs.some((leg) => leg.state === "open") ?? false;
  return { place, placing, problem, mayCall: state?.status === "ready" && !isBusy };
}
