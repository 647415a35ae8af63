import { useState } from "react";
import { useLocation } from "wouter";
import { useMay } from "../session/session.tsx";
import { useShortcuts } from "../shell/use-shortcuts.ts";
import { EraseDialog, type Person } from "./erase-dialog.tsx";

/** The dialog that erases a customer, and what opens it, the key X as well; for whom may not, there is neither. */
export function useEraseDialog(customer: Person | undefined, backTo: string) {
  const mayErase = useMay("customers:erase");
  const [, go] = useLocation();
  const [person, setPerson] = useState<Person | null>(null);
  const open = mayErase && customer ? () => setPerson({ id: customer.id, name: customer.name }) : undefined;
  useShortcuts(open ? { X: open } : {});
  const leave = () => {
    setPerson(null);
    go(backTo);
  };
  const dialog = person && <EraseDialog person={person} onClose={() => setPerson(null)} onLeave={leave} />;
  return { open, dialog };
}
