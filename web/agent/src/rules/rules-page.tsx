import { Button, Text } from "@mantine/core";
import { IconArrowLeft, IconBolt } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { Link, useLocation, useRoute } from "wouter";
import { sentence } from "../api/problem.ts";
import { useMay } from "../session/session.tsx";
import classes from "../settings/list-page.module.css";
import { ConnectionBanners } from "../shell/connection-banner.tsx";
import { ShortcutsDialog } from "../shell/shortcuts-dialog.tsx";
import { TopBar } from "../shell/top-bar.tsx";
import { useShortcuts } from "../shell/use-shortcuts.ts";
import { useFilterFields } from "../views/use-views.ts";
import { rulesPath } from "./paths.ts";
import { RuleForm } from "./rule-form.tsx";
import { RuleRuns } from "./rule-runs.tsx";
import { RulesList } from "./rules-list.tsx";
import { useRules } from "./use-rules.ts";

/** What the shop has done by itself: the rules in their order, beside the one that is read or written. */
export function RulesPage() {
  const [, params] = useRoute(`${rulesPath}/:ruleId?`);
  const ruleId = params?.ruleId;
  const mayManage = useMay("rules:manage");
  const [, go] = useLocation();
  const [shortcuts, setShortcuts] = useState(false);
  const show = () => setShortcuts(true);
  useShortcuts({
    ...{ "g o": () => go("/inbox/open"), "g m": () => go("/inbox/mine"), "?": show },
    ...(mayManage && { c: () => go(`${rulesPath}/new`) }),
  });
  useEffect(() => {
    document.title = "Rules · Parley";
  }, []);
  return (
    <div className={classes.page}>
      <TopBar onShortcuts={show} />
      <div>
        <ConnectionBanners />
      </div>
      <main className={classes.panes} data-open={ruleId ? "rule" : "list"}>
        <RulesList selectedId={ruleId} />
        <section className={classes.pane} aria-label={ruleId === "new" ? "New rule" : "Rule"}>
          <Link to={rulesPath} className={classes.back}>
            <IconArrowLeft size={15} aria-hidden="true" /> All rules
          </Link>
          {ruleId === undefined ? <NothingOpen /> : <One key={ruleId} ruleId={ruleId} />}
        </section>
      </main>
      <ShortcutsDialog opened={shortcuts} onClose={() => setShortcuts(false)} />
    </div>
  );
}

function One({ ruleId }: { ruleId: string }) {
  const rules = useRules();
  const fields = useFilterFields();
  const error = rules.error ?? fields.error;
  if (!rules.data || !fields.data) {
    if (!error) return null;
    return (
      <div className={classes.nothing} role="alert">
        <Text size="sm">{sentence(error)}</Text>
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => void Promise.all([rules.refetch(), fields.refetch()])}
        >
          Try again
        </Button>
      </div>
    );
  }
  if (ruleId === "new") return <RuleForm rule={null} fields={fields.data} />;
  const rule = rules.data.find(({ id }) => id === ruleId);
  if (!rule) return <Text className={classes.nothing}>There is no such rule.</Text>;
  return (
    <>
      <RuleForm key={rule.version} rule={rule} fields={fields.data} />
      <RuleRuns ruleId={rule.id} />
    </>
  );
}

function NothingOpen() {
  const mayManage = useMay("rules:manage");
  return (
    <div className={classes.nothing}>
      <IconBolt size={40} stroke={1.2} aria-hidden="true" />
      <Text size="sm">
        Choose a rule
        {mayManage && (
          <>
            {" "}
            or <Link to={`${rulesPath}/new`}>make one</Link>
          </>
        )}
        .
      </Text>
      <Text size="sm">Rules go from top to bottom, each against what the ones above it made.</Text>
    </div>
  );
}
