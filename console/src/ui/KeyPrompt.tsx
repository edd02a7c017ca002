import { useState } from 'react'
import { Button } from './Button'
import { TextField } from './Field'
import { Mark } from './Mark'

/** Asks for the key that the server wants; it is kept until the tab is closed, and sent to this server alone. */
export function KeyPrompt({ again, onKey }: { again: boolean; onKey: (key: string) => void }) {
  const [key, setKey] = useState('')
  return (
    <main className="key-prompt">
      <form
        className="card"
        onSubmit={(event) => {
          event.preventDefault()
          if (key.trim()) onKey(key.trim())
        }}
      >
        <div className="body stack">
          <h1 className="brand">
            <Mark /> Punctual
          </h1>
          <TextField
            label="API key"
            type="password"
            value={key}
            onChange={setKey}
            autoFocus
            fault={again ? 'The server refused this key. The operator set it as punctual.security.api-key.' : undefined}
            hint="This server answers only to who has its key. It is kept until this tab is closed."
          />
          <Button type="submit" kind="primary">
            Open the console
          </Button>
        </div>
      </form>
    </main>
  )
}
