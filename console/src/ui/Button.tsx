import type { ButtonHTMLAttributes, ReactNode } from 'react'

type Props = ButtonHTMLAttributes<HTMLButtonElement> & { kind?: 'primary' | 'danger' | 'danger primary' | 'bare' | ''; on?: boolean; icon?: ReactNode }

export function Button({ kind = '', on, icon, className = '', children, ...rest }: Props) {
  return (
    <button type="button" {...rest} className={`button ${kind} ${on ? 'on' : ''} ${children === undefined ? 'icon' : ''} ${className}`}>
      {icon}
      {children}
    </button>
  )
}

/** One of a few, as buttons in a row. */
export function Segments<T extends string>({ label, value, options, onChange }: { label: string; value: T; options: [T, string][]; onChange: (value: T) => void }) {
  return (
    <div className="segments" role="group" aria-label={label}>
      {options.map(([option, text]) => (
        <Button key={option} on={option === value} aria-pressed={option === value} onClick={() => onChange(option)}>
          {text}
        </Button>
      ))}
    </div>
  )
}
