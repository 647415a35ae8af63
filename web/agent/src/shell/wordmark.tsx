/** The mark and the name. */
export function Wordmark({ size = 22 }: { size?: number }) {
  return (
    <span style={{ display: "inline-flex", alignItems: "center", gap: size * 0.4 }}>
      <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
        <rect width="32" height="32" rx="8" fill="#0f6e6a" />
        <path
          d="M8 9.5h16a1.5 1.5 0 0 1 1.5 1.5v8.5a1.5 1.5 0 0 1-1.5 1.5h-8.5L10 25v-4H8a1.5 1.5 0 0 1-1.5-1.5V11A1.5 1.5 0 0 1 8 9.5Z"
          fill="#fff"
        />
        <circle cx="12" cy="15.3" r="1.5" fill="#0f6e6a" />
        <circle cx="20" cy="15.3" r="1.5" fill="#0f6e6a" />
      </svg>
      <span style={{ fontWeight: 650, fontSize: size * 0.78, letterSpacing: "-0.01em" }}>Parley</span>
    </span>
  );
}
