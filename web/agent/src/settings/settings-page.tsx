import { IconArrowLeft } from "@tabler/icons-react";
import { type ReactNode, useEffect, useState } from "react";
import { Link, useLocation } from "wouter";
import { ConnectionBanners } from "../shell/connection-banner.tsx";
import { ShortcutsDialog } from "../shell/shortcuts-dialog.tsx";
import { TopBar } from "../shell/top-bar.tsx";
import { useShortcuts } from "../shell/use-shortcuts.ts";
import classes from "./settings-page.module.css";

interface Props {
  title: string;
  /** What it is for, in a sentence. */
  about: string;
  /** The page it belongs to, if that is not the inbox. */
  back?: { to: string; label: string };
  children: ReactNode;
}

const inbox = { to: "/inbox/open", label: "Inbox" };

/** The frame of a page on which a team arranges how it works. */
export function SettingsPage({ title, about, back = inbox, children }: Props) {
  const [, go] = useLocation();
  const [shortcuts, setShortcuts] = useState(false);
  const show = () => setShortcuts(true);
  useShortcuts({ "g o": () => go("/inbox/open"), "g m": () => go("/inbox/mine"), "?": show });
  useEffect(() => {
    document.title = `${title} · Parley`;
  }, [title]);
  return (
    <div className={classes.page}>
      <TopBar onShortcuts={show} />
      <div>
        <ConnectionBanners />
      </div>
      <div className={classes.scroll}>
        <main className={classes.main}>
          <Link to={back.to} className={classes.back}>
            <IconArrowLeft size={15} aria-hidden="true" /> {back.label}
          </Link>
          <h1 className={classes.title}>{title}</h1>
          <p className={classes.about}>{about}</p>
          {children}
        </main>
      </div>
      <ShortcutsDialog opened={shortcuts} onClose={() => setShortcuts(false)} />
    </div>
  );
}
