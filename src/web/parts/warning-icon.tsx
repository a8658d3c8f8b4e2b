/** A triangle that warns, beside a word that says of what. */
export function WarningIcon() {
  return (
    <svg className="tag-icon" viewBox="0 0 16 16" aria-hidden="true">
      <path d="M8 1 16 15H0Z" fill="currentColor" />
      <path d="M8 6v4.5M8 12v1.5" stroke="var(--bad)" strokeWidth="1.8" />
    </svg>
  );
}
