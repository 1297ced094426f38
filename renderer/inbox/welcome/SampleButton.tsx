import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Send } from 'lucide-react'
import { client, errorSentence } from '../../client.ts'
import classes from './Welcome.module.css'

/** Sends a sample through the real SMTP port. The message that arrives is the answer; a failure is said here. */
export function SampleButton() {
  const sample = useMutation({ mutationFn: () => client.system.sendSample() })
  return (
    <div className={classes.sample}>
      <Button
        variant="light"
        leftSection={<Send size={14} />}
        loading={sample.isPending}
        onClick={() => sample.mutate()}
      >
        Send a sample message
      </Button>
      <span aria-live="polite" className={sample.error ? classes.failure : classes.soft}>
        {sample.error
          ? `The sample could not be sent. ${errorSentence(sample.error)}`
          : sample.data
            ? `Accepted: ${sample.data.reply}`
            : ''}
      </span>
    </div>
  )
}
