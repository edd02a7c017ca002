import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { Button } from './Button'

/** A text to be read or taken along. */
export function Copyable({ text, label }: { text: string; label: string }) {
  const [copied, setCopied] = useState(false)
  return (
    <div className="copyable">
      <pre className="code" tabIndex={0} aria-label={label}>
        {text}
      </pre>
      <Button
        icon={copied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
        onClick={() =>
          void navigator.clipboard.writeText(text).then(() => {
            setCopied(true)
            setTimeout(() => setCopied(false), 2000)
          })
        }
      >
        {copied ? 'Copied' : 'Copy'}
      </Button>
    </div>
  )
}
