import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import { goLive, type LiveSocket, type LiveState } from "./live.ts";

const Context = createContext<{ state: LiveState; socket: LiveSocket | null }>({ state: "connecting", socket: null });

/** Holds the socket for as long as an agent is signed in. */
export function LiveProvider({ selfId, children }: { selfId: string; children: ReactNode }) {
  const client = useQueryClient();
  const [state, setState] = useState<LiveState>("connecting");
  const [socket, setSocket] = useState<LiveSocket | null>(null);
  useEffect(() => {
    const live = goLive(client, selfId, setState);
    setSocket(live.socket);
    return live.stop;
  }, [client, selfId]);
  return <Context value={{ state, socket }}>{children}</Context>;
}

export function useLiveState(): LiveState {
  return useContext(Context).state;
}

export function useLiveSocket(): LiveSocket | null {
  return useContext(Context).socket;
}
