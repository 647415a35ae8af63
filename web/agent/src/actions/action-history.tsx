import page from "../customer/customer-page.module.css";
import { useMay } from "../session/session.tsx";
import { ActionEntry } from "./action-entry.tsx";
import { useActions } from "./use-actions.ts";

/** What was asked of the shops for a customer, newest first. */
export function ActionHistory({ customerId }: { customerId: string }) {
  const mayRead = useMay("actions:read");
  return mayRead ? <Entries customerId={customerId} /> : null;
}

function Entries({ customerId }: { customerId: string }) {
  const { data = [] } = useActions({ customerId });
  if (data.length === 0) return null;
  return (
    <section aria-label="Asked of the shop" className={page.section}>
      <h2 className={page.heading}>Asked of the shop</h2>
      {data.map((action) => (
        <ActionEntry key={action.id} action={action} />
      ))}
    </section>
  );
}
