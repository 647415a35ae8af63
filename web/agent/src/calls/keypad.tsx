import classes from "./call-dock.module.css";

const keys = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"];

/** The keys of a telephone; each tells what was pressed. */
export function Keypad({ onKey }: { onKey: (digit: string) => void }) {
  return (
    <fieldset className={classes.keypad} aria-label="Keys">
      {keys.map((digit) => (
        <button key={digit} type="button" onClick={() => onKey(digit)}>
          {digit}
        </button>
      ))}
    </fieldset>
  );
}
