/** Whom a reply goes to, as an agent types it: addresses with commas, in three lines. */
export interface TypedRecipients {
  to: string;
  cc: string;
  bcc: string;
}

export interface Person {
  address: string;
  name: string;
}

export const lines = ["to", "cc", "bcc"] as const;

/** "Mia Berg <mia@mail.example>, jonas@mail.example" → two people. */
export function peopleIn(typed: string): Person[] {
  return typed
    .split(/[,;\n]+/)
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map((part) => {
      const [, name = "", address = part] = /^(.*?)\s*<([^<>]+)>$/.exec(part) ?? [];
      return { address: address.trim(), name: name.replace(/^"|"$/g, "").trim() };
    });
}

export function typedOf(people: readonly Pick<Person, "address">[]): string {
  return people.map(({ address }) => address).join(", ");
}

/** What cannot be an address, as it was typed; the server looks again. */
export function wrongIn(recipients: TypedRecipients): string[] {
  return lines
    .flatMap((line) => peopleIn(recipients[line]))
    .map(({ address }) => address)
    .filter((address) => !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address));
}
