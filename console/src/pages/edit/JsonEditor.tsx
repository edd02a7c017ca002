import { useState } from 'react'
import type { Draft } from '../../lib/draft'
import { Card } from '../../ui/Feedback'
import { TextField } from '../../ui/Field'

/** The draft as JSON, to be written by hand; the form follows as soon as it can be read. */
export function JsonEditor({ draft, onChange }: { draft: Draft; onChange: (draft: Draft) => void }) {
  const [text, setText] = useState(JSON.stringify(draft, null, 2))
  const [fault, setFault] = useState<string>()
  return (
    <Card title="The same as JSON">
      <TextField
        label="Definition"
        rows={28}
        value={text}
        fault={fault}
        hint="As PUT /v1/tasks/{id} takes it."
        onChange={(typed) => {
          setText(typed)
          try {
            const read = JSON.parse(typed) as Draft
            if (typeof read !== 'object' || read === null || typeof read.schedule !== 'object' || typeof read.action !== 'object') {
              setFault('A definition is an object with a schedule and an action.')
              return
            }
            setFault(undefined)
            onChange(read)
          } catch (error) {
            setFault(`This is not JSON yet: ${(error as Error).message}`)
          }
        }}
      />
    </Card>
  )
}
