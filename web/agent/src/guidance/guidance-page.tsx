import { Skeleton } from "@mantine/core";
import { AiNav } from "../ai-settings/ai-nav.tsx";
import { Awaited } from "../settings/awaited.tsx";
import { SettingsPage } from "../settings/settings-page.tsx";
import { GuidanceForm } from "./guidance-form.tsx";
import { guidancePath } from "./paths.ts";
import { Trials } from "./trials.tsx";
import { useGuidance } from "./use-guidance.ts";
import { Versions } from "./versions.tsx";

/** What the shop tells its AI, and what it told it before. */
export function GuidancePage() {
  const { data, error, refetch } = useGuidance();
  return (
    <SettingsPage
      title="AI guidance"
      about="How the AI speaks, what it does in which case, and which answers go out without a person. Nothing counts until it is published."
    >
      <AiNav current={guidancePath} />
      {!data && (
        <Awaited error={error} again={refetch}>
          <Skeleton height={320} radius="md" className="appears-late" />
        </Awaited>
      )}
      {data && <GuidanceForm state={data} />}
      {data && <Trials />}
      {data && <Versions />}
    </SettingsPage>
  );
}
