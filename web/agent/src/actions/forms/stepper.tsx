import { ActionIcon } from "@mantine/core";
import { IconMinus, IconPlus } from "@tabler/icons-react";
import type { KeyboardEvent } from "react";
import classes from "../actions.module.css";

interface Props {
  label: string;
  value: number;
  max: number;
  min?: number;
  autoFocus?: boolean;
  onChange: (value: number) => void;
}

/** How many of something; arrows count as well. */
export function Stepper({ label, value, max, min = 0, autoFocus = false, onChange }: Props) {
  const to = (wanted: number) => onChange(Math.max(min, Math.min(max, wanted)));
  const press = (event: KeyboardEvent) => {
    const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    to(value + by);
  };
  return (
    <span className={classes.stepper}>
      <Step label={`One less of ${label}`} isOff={value <= min} onStep={() => to(value - 1)}>
        <IconMinus size={14} />
      </Step>
      <input
        inputMode="numeric"
        role="spinbutton"
        aria-label={label}
        aria-valuenow={value}
        aria-valuemin={min}
        aria-valuemax={max}
        data-autofocus={autoFocus || undefined}
        value={value}
        onChange={(event) => to(Number(event.currentTarget.value.replace(/\D/g, "").slice(0, 7)))}
        onFocus={(event) => event.currentTarget.select()}
        onKeyDown={press}
      />
      <Step label={`One more of ${label}`} isOff={value >= max} onStep={() => to(value + 1)}>
        <IconPlus size={14} />
      </Step>
    </span>
  );
}

interface StepProps {
  label: string;
  isOff: boolean;
  onStep: () => void;
  children: React.ReactNode;
}

/** Tab goes from one number to the next: the arrows do what these do. */
function Step({ label, isOff, onStep, children }: StepProps) {
  return (
    <ActionIcon variant="default" size={28} tabIndex={-1} aria-label={label} disabled={isOff} onClick={onStep}>
      {children}
    </ActionIcon>
  );
}
