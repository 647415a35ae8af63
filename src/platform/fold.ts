/** A text without case and accents, to compare by: "Réclamation" and "RECLAMATION" fold to the same. Letters stay. */
export function fold(text: string): string {
  return text
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase();
}
