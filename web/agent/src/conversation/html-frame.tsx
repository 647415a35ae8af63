import { useState } from "react";
import classes from "./message-body.module.css";

interface Props {
  /** Sanitised by the server. */
  html: string;
  images: "blocked" | "shown";
  heightPx: number;
  from: string;
}

const CLOSED_AT_MOST_PX = 420;

/**
 * A mail as its sender laid it out. The frame has no scripts and no origin of ours, so nothing in the mail can reach
 * the page; its own content policy is the second wall.
 */
export function HtmlFrame({ html, images, heightPx, from }: Props) {
  const [open, setOpen] = useState(false);
  const closedPx = Math.min(heightPx, CLOSED_AT_MOST_PX);
  return (
    <>
      <iframe
        className={classes.frame}
        title={`Mail from ${from}`}
        sandbox="allow-popups allow-popups-to-escape-sandbox"
        referrerPolicy="no-referrer"
        srcDoc={inFrame(html, images)}
        style={{ height: open ? `max(70vh, ${closedPx}px)` : closedPx }}
      />
      {heightPx > 200 && (
        <button type="button" className={classes.view} aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? "Smaller" : "Larger"}
        </button>
      )}
    </>
  );
}

/** Before the mail: what it may load, white paper whatever the theme, links that leave the frame. */
function inFrame(html: string, images: "blocked" | "shown"): string {
  const from = images === "shown" ? "data: https: http:" : "data:";
  return `<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src ${from}">
<base target="_blank">
<style>html{background:#fff;color:#1b2128;color-scheme:light}body{margin:12px;font:14px/1.55 system-ui,sans-serif;overflow-wrap:anywhere}img{max-width:100%;height:auto}</style>
${html}`;
}
