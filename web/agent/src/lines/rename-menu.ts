import type { LineDraft, Target } from "./line-draft.ts";

type Menus = Pick<LineDraft, "first" | "closed" | "assistantFallback" | "queue" | "menus">;

/** A menu under another name, in its place; whatever sent calls to it still does. */
export function renameMenu(draft: Menus, from: string, to: string): Menus {
  const renamed = (target: Target): Target =>
    target.to === "menu" && target.menu === from ? { ...target, menu: to } : target;
  const menus = Object.entries(draft.menus).map(([name, menu]) => [
    name === from ? to : name,
    {
      ...menu,
      options: menu.options.map((option) => ({ ...option, target: renamed(option.target) })),
      fallback: renamed(menu.fallback),
    },
  ]);
  return {
    first: renamed(draft.first),
    closed: renamed(draft.closed),
    assistantFallback: renamed(draft.assistantFallback),
    queue: { ...draft.queue, overflow: renamed(draft.queue.overflow) },
    menus: Object.fromEntries(menus),
  };
}
