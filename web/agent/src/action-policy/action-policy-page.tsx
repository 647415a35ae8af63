import { Button, Group, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { byText, conditionText, kindsText, verdictWords } from "../actions/policy-words.ts";
import { usePolicy, useSavePolicy } from "../actions/use-policy.ts";
import { sentence } from "../api/problem.ts";
import type { ActionPolicy, PolicyRule } from "../api/types.ts";
import { useRoles } from "../members/use-roles.ts";
import { useMay } from "../session/session.tsx";
import { SettingsPage } from "../settings/settings-page.tsx";
import { useShortcuts } from "../shell/use-shortcuts.ts";
import classes from "./action-policy.module.css";
import { RuleDialog } from "./rule-dialog.tsx";

/** What may be done in the shops, by whom and up to how much. */
export function ActionPolicyPage() {
  const { data, error } = usePolicy();
  return (
    <SettingsPage
      title="Actions in the shop"
      about="Every rule that fits counts, and the strictest one decides. Where none fits, it is allowed. The same holds for people, apps and the AI."
    >
      {error && !data && <Text role="alert">{sentence(error)}</Text>}
      {data && <Rules key={data.version} saved={data} />}
    </SettingsPage>
  );
}

function Rules({ saved }: { saved: ActionPolicy }) {
  const mayManage = useMay("actions:manage");
  const [rules, setRules] = useState<readonly PolicyRule[]>(saved.rules);
  const [edited, setEdited] = useState<number | "new" | null>(null);
  const save = useSavePolicy();
  const add = () => setEdited("new");
  useShortcuts(mayManage ? { c: add } : {});
  const isChanged = rules !== saved.rules;
  const keep = (rule: PolicyRule) => {
    setRules(edited === "new" ? [...rules, rule] : rules.map((one, at) => (at === edited ? rule : one)));
    setEdited(null);
  };
  return (
    <>
      <ul className={classes.rules}>
        {rules.map((rule, at) => (
          <RuleRow
            // biome-ignore lint/suspicious/noArrayIndexKey: two rules can have the same name
            key={`${rule.code} ${at}`}
            rule={rule}
            onEdit={mayManage ? () => setEdited(at) : undefined}
            onRemove={mayManage ? () => setRules(rules.filter((_, other) => other !== at)) : undefined}
          />
        ))}
      </ul>
      {rules.length === 0 && (
        <Text size="sm" c="dimmed">
          No rules: whoever may do something may do it without limit.
        </Text>
      )}
      {save.error && (
        <Text role="alert" size="sm" c="red">
          {sentence(save.error)}
        </Text>
      )}
      {mayManage && (
        <Group gap="xs">
          <Button size="xs" variant="default" leftSection={<IconPlus size={15} />} title="New rule (c)" onClick={add}>
            New rule
          </Button>
          <Button
            size="xs"
            loading={save.isPending}
            disabled={!isChanged}
            onClick={() => save.mutate({ version: saved.version, rules: [...rules] })}
          >
            Save
          </Button>
          <Text size="xs" c="dimmed">
            {isChanged ? "Not saved yet." : versionText(saved.version)}
          </Text>
        </Group>
      )}
      {edited !== null && (
        <RuleDialog
          rule={edited === "new" ? null : (rules[edited] ?? null)}
          taken={rules.filter((_, at) => at !== edited).map(({ code }) => code)}
          onKeep={keep}
          onClose={() => setEdited(null)}
        />
      )}
    </>
  );
}

function versionText(version: number): string {
  return version === 0
    ? "The product’s own rules, until you save yours."
    : `Version ${version}. Every version is kept.`;
}

interface RowProps {
  rule: PolicyRule;
  onEdit: (() => void) | undefined;
  onRemove: (() => void) | undefined;
}

function RuleRow({ rule, onEdit, onRemove }: RowProps) {
  const roles = useRoleNames();
  return (
    <li className={classes.rule} data-verdict={rule.verdict} aria-label={rule.code}>
      <span className={classes.words}>
        <b>{kindsText(rule.when)}</b>
        <span>
          asked by {byText(rule.when, roles)}: {conditionText(rule.when, null)}
        </span>
      </span>
      <span className={classes.verdict}>{verdictWords[rule.verdict]}</span>
      {onEdit && onRemove && (
        <Group gap={4} wrap="nowrap">
          <Button size="compact-xs" variant="default" onClick={onEdit} aria-label={`Change ${rule.code}`}>
            Change
          </Button>
          <Button size="compact-xs" variant="subtle" color="red" onClick={onRemove} aria-label={`Remove ${rule.code}`}>
            Remove
          </Button>
        </Group>
      )}
    </li>
  );
}

function useRoleNames(): ReadonlyMap<string, string> {
  const { data = [] } = useRoles();
  return new Map(data.flatMap(({ id, name }) => (id === null ? [] : [[id, name] as const])));
}
