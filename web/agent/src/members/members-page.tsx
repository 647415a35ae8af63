import { useEffect, useState } from "react";
import { useLocation } from "wouter";
import type { Role } from "../api/types.ts";
import { ConnectionBanners } from "../shell/connection-banner.tsx";
import { ShortcutsDialog } from "../shell/shortcuts-dialog.tsx";
import { TopBar } from "../shell/top-bar.tsx";
import { useShortcuts } from "../shell/use-shortcuts.ts";
import { MemberList } from "./member-list.tsx";
import classes from "./members-page.module.css";
import { RoleDialog } from "./role-dialog.tsx";
import { RoleList } from "./role-list.tsx";

/** Who works here, in which role, and what each role allows. */
export function MembersPage() {
  const [, go] = useLocation();
  const [shortcuts, setShortcuts] = useState(false);
  const [edited, setEdited] = useState<Role | "new" | null>(null);
  const show = () => setShortcuts(true);
  useShortcuts({ "g o": () => go("/inbox/open"), "g m": () => go("/inbox/mine"), "?": show });
  useEffect(() => {
    document.title = "Members and roles · Parley";
  }, []);
  return (
    <div className={classes.page}>
      <TopBar onShortcuts={show} />
      <div>
        <ConnectionBanners />
      </div>
      <main className={classes.main}>
        <MemberList />
        <RoleList onEdit={setEdited} />
      </main>
      {edited && <RoleDialog role={edited === "new" ? null : edited} onClose={() => setEdited(null)} />}
      <ShortcutsDialog opened={shortcuts} onClose={() => setShortcuts(false)} />
    </div>
  );
}
