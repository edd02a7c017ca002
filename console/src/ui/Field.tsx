import { useId, type ReactNode } from 'react'

type Props = { label: string; hint?: ReactNode; fault?: string; grow?: number; children: (control: { id: string; 'aria-describedby'?: string; 'aria-invalid'?: boolean }) => ReactNode }

/** A labelled control with a hint and, when its value cannot be accepted, the server's words. */
export function Field({ label, hint, fault, grow, children }: Props) {
  const id = useId()
  const described = hint || fault ? `${id}-note` : undefined
  return (
    <div className="field" style={grow ? { flexGrow: grow } : undefined}>
      <label htmlFor={id}>{label}</label>
      {children({ id, 'aria-describedby': described, 'aria-invalid': fault ? true : undefined })}
      {(hint || fault) && (
        <div id={described} className={fault ? 'fault' : 'hint'}>
          {fault ?? hint}
        </div>
      )}
    </div>
  )
}

type TextProps = Omit<Props, 'children'> & { value: string; onChange: (value: string) => void; placeholder?: string; mono?: boolean; rows?: number; type?: string; autoFocus?: boolean; list?: string }

export function TextField({ value, onChange, placeholder, mono, rows, type = 'text', autoFocus, list, ...field }: TextProps) {
  return (
    <Field {...field}>
      {(control) =>
        rows ? (
          <textarea {...control} className="input" rows={rows} value={value} placeholder={placeholder} spellCheck={false} onChange={(event) => onChange(event.target.value)} />
        ) : (
          <input
            {...control}
            className={`input ${mono ? 'mono' : ''}`}
            type={type}
            step={type === 'datetime-local' ? 1 : undefined}
            value={value}
            placeholder={placeholder}
            autoFocus={autoFocus}
            autoComplete="off"
            spellCheck={false}
            list={list}
            onChange={(event) => onChange(event.target.value)}
          />
        )
      }
    </Field>
  )
}

type ChoiceProps<T extends string> = Omit<Props, 'children'> & { value: T; options: readonly (readonly [T, string])[]; onChange: (value: T) => void }

export function Choice<T extends string>({ value, options, onChange, ...field }: ChoiceProps<T>) {
  return (
    <Field {...field}>
      {(control) => (
        <select {...control} className="input" value={value} onChange={(event) => onChange(event.target.value as T)}>
          {options.map(([option, text]) => (
            <option key={option} value={option}>
              {text}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

export function Check({ label, checked, onChange }: { label: ReactNode; checked: boolean; onChange: (checked: boolean) => void }) {
  return (
    <label className="check">
      <input type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
      {label}
    </label>
  )
}
