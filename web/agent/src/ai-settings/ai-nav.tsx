import { useEffect, useRef } from "react";
import { Link } from "wouter";
import { aiModelsPath } from "../ai-models/paths.ts";
import { aiReportPath } from "../ai-report/paths.ts";
import { aiToolsPath } from "../ai-tools/paths.ts";
import { externalToolsPath } from "../external-tools/paths.ts";
import { guidancePath } from "../guidance/paths.ts";
import classes from "./ai-nav.module.css";

const pages = [
  { to: guidancePath, label: "Guidance" },
  { to: aiToolsPath, label: "Tools" },
  { to: externalToolsPath, label: "Other systems" },
  { to: aiModelsPath, label: "Models" },
  { to: aiReportPath, label: "Numbers" },
];

/** The pages on which a team arranges its AI. */
export function AiNav({ current }: { current: string }) {
  const nav = useRef<HTMLElement>(null);
  // On a phone there is not room for all of them: the page one is on is among those in sight.
  useEffect(() => {
    nav.current?.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  }, []);
  return (
    <nav ref={nav} className={classes.nav} aria-label="AI">
      {pages.map(({ to, label }) => (
        <Link key={to} to={to} aria-current={to === current ? "page" : undefined}>
          {label}
        </Link>
      ))}
    </nav>
  );
}
