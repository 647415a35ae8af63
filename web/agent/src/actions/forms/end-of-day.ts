/** The last moment of a day of the reader's: "2026-05-12" → ISO 8601 in UTC; null for no day. */
export function endOfDay(day: string): string | null {
  const end = new Date(`${day}T23:59:59`);
  return day === "" || Number.isNaN(end.getTime()) ? null : end.toISOString();
}
