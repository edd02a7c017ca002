/** The sign of Punctual: a clock. */
export const Mark = () => (
  <svg viewBox="0 0 32 32" aria-hidden width="24" height="24">
    <rect width="32" height="32" rx="8" fill="var(--accent)" />
    <circle cx="16" cy="16" r="9" fill="none" stroke="var(--on-accent)" strokeWidth="2.6" />
    <path d="M16 10.5V16l4 2.6" fill="none" stroke="var(--on-accent)" strokeWidth="2.6" strokeLinecap="round" strokeLinejoin="round" />
  </svg>
)
