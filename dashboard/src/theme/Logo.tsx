/** The mark: a way from where somebody came from to where they are now. */
export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="8" fill="#0e5c4d" />
      <path
        d="M9 23.5c7 0 3.5-7.5 7-7.5s3-7.5 7-7.5"
        fill="none"
        stroke="#f3c98b"
        strokeWidth="2.8"
        strokeLinecap="round"
      />
      <circle cx="9" cy="23.5" r="2.6" fill="#fff" />
      <circle cx="23" cy="8.5" r="3.4" fill="#0e5c4d" stroke="#fff" strokeWidth="2.4" />
    </svg>
  );
}

export function Wordmark({ size = 28 }: { size?: number }) {
  return (
    <span
      style={{
        display: 'inline-flex',
        alignItems: 'center',
        gap: 10,
        fontWeight: 700,
        fontSize: size * 0.62,
        letterSpacing: '-0.02em',
      }}
    >
      <Mark size={size} />
      Sojourn
    </span>
  );
}
