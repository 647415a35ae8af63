/** Keys that are pressed, put together to what is meant by them. */
export interface Keys {
  press(key: string): void;
  clear(): void;
}

/** No number anybody is asked for is longer; a card number is. */
const most = 12;

/**
 * A pause or "#" ends what is entered, "*" takes it back.
 * @param take gets the digits; a single "0" asks for a person, as on every switchboard.
 */
export function collectKeys(pauseMs: number, take: (digits: string) => void): Keys {
  let digits = "";
  let timer: ReturnType<typeof setTimeout> | undefined;
  const clear = () => {
    clearTimeout(timer);
    digits = "";
  };
  const finish = () => {
    const entered = digits;
    clear();
    if (entered) take(entered);
  };
  return {
    clear,
    press(key) {
      clearTimeout(timer);
      if (key === "#") return finish();
      if (key === "*") return clear();
      if (/\d/.test(key)) digits = (digits + key).slice(0, most);
      timer = setTimeout(finish, pauseMs);
    },
  };
}
