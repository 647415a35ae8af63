import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from "react";
import { useMay, useSession } from "../../session/session.tsx";
import { useHasPhone } from "../use-calls.ts";
import { holdPhone } from "./hold-phone.ts";
import { type Shared, shareAmongTabs } from "./one-tab.ts";
import { type Command, type PhoneState, silentPhone } from "./softphone.ts";

interface Phone {
  /** Null: this member has none. */
  state: PhoneState | null;
  obey: (command: Command) => Promise<void>;
}

const none: Phone = { state: null, obey: () => Promise.reject(new Error("You have no phone here.")) };
const Context = createContext<Phone>(none);

/** The agent's phone, wherever in the client she is. */
export function PhoneProvider({ children }: { children: ReactNode }) {
  const mayAnswer = useMay("conversations:write");
  const hasPhone = useHasPhone() && mayAnswer;
  const { id } = useSession().member;
  const [state, setState] = useState<PhoneState>(silentPhone);
  const shared = useRef<Shared | null>(null);
  useEffect(() => {
    if (!hasPhone) return;
    let held: ReturnType<typeof holdPhone> | null = null;
    const own = shareAmongTabs(id, {
      show: setState,
      hold() {
        held = holdPhone((next) => own.tell(next));
        return () => held?.close();
      },
      obey: (command) => held?.obey(command) ?? Promise.reject(new Error("Your phone is not ready yet.")),
    });
    shared.current = own;
    return () => {
      shared.current = null;
      own.close();
    };
  }, [hasPhone, id]);
  const obey = useCallback(
    (command: Command) => shared.current?.ask(command) ?? Promise.reject(new Error("Your phone is not ready yet.")),
    [],
  );
  const phone = useMemo(() => (hasPhone ? { state, obey } : none), [hasPhone, state, obey]);
  return <Context value={phone}>{children}</Context>;
}

export function usePhone(): Phone {
  return useContext(Context);
}
