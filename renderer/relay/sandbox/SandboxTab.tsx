import { Button, NativeSelect, Skeleton } from '@mantine/core'
import { Plus } from 'lucide-react'
import type { Routing } from '../../../shared/model/routing.ts'
import { SandboxResult } from '../../../shared/model/routing.ts'
import { errorSentence } from '../../client.ts'
import { CodeBlock } from '../../ui/CodeBlock.tsx'
import { ErrorState } from '../../ui/ErrorState.tsx'
import { NumberBox } from '../../ui/NumberBox.tsx'
import { moved } from '../routes/order.ts'
import { InTitleBar } from '../InTitleBar.tsx'
import { UnsavedBar } from '../UnsavedBar.tsx'
import { useRoutingForm } from '../useRoutingForm.ts'
import { resultWords } from '../words.ts'
import { headerExamples } from './headers.ts'
import { RuleRow } from './RuleRow.tsx'
import classes from './sandbox.module.css'

/** What the sandbox pretends: for whom, with what outcome, how fast. */
export function SandboxTab() {
  const form = useRoutingForm(sandboxOf)
  const sandbox = form.draft?.sandbox
  if (form.query.isError && !sandbox) {
    return (
      <ErrorState
        title="The sandbox rules could not be read"
        message={errorSentence(form.query.error)}
        onRetry={() => void form.query.refetch()}
      />
    )
  }
  const set = (change: Partial<Routing['sandbox']>) => sandbox && form.set({ sandbox: { ...sandbox, ...change } })
  const addRule = () =>
    sandbox && set({ rules: [...sandbox.rules, { credentialIds: [], recipients: '', result: 'bounce' }] })
  return (
    <div className={classes.tab}>
      <InTitleBar
        action={
          <Button leftSection={<Plus size={14} />} disabled={!sandbox} onClick={addRule}>
            New rule
          </Button>
        }
      />
      <div className={classes.scroll}>
        {sandbox ? (
          <div className={classes.page}>
            <p className={classes.about}>
              Mail of sandbox credentials goes nowhere, and behaves as if it had: each recipient gets an outcome, your
              webhook endpoints are told of it. The first rule that fits decides; a header in the message comes before
              all rules. Mail without a login is captured only, unless a rule for everybody fits.
            </p>
            <section className={classes.section} aria-labelledby="sandbox-rules">
              <h2 id="sandbox-rules">Rules</h2>
              {sandbox.rules.length === 0 && <p className={classes.soft}>No rule: everybody gets the outcome below.</p>}
              <ol className={classes.rules}>
                {sandbox.rules.map((rule, index) => (
                  <RuleRow
                    // A rule has no identity but its place.
                    // oxlint-disable-next-line react/no-array-index-key
                    key={index}
                    rule={rule}
                    index={index}
                    of={sandbox.rules.length}
                    problem={form.problems.get(`sandbox.rules.${index}.recipients`)}
                    onChange={(change) => set({ rules: sandbox.rules.with(index, { ...rule, ...change }) })}
                    onMove={(by) => set({ rules: [...moved(sandbox.rules, index, index + by)] })}
                    onRemove={() => set({ rules: sandbox.rules.toSpliced(index, 1) })}
                  />
                ))}
              </ol>
            </section>
            <section className={classes.section} aria-labelledby="sandbox-otherwise">
              <h2 id="sandbox-otherwise">Everybody else, and how fast</h2>
              <div className={classes.row}>
                <NativeSelect
                  label="Outcome"
                  description="When no rule and no header says otherwise"
                  value={sandbox.otherwise}
                  onChange={(event) => set({ otherwise: SandboxResult.parse(event.currentTarget.value) })}
                  data={SandboxResult.options.map((value) => ({ value, label: resultWords[value].word }))}
                />
                <NumberBox
                  label="Delay"
                  description="To the first outcome, and between two"
                  unit="ms"
                  value={Number.isNaN(sandbox.delayMs) ? '' : sandbox.delayMs}
                  error={form.problems.get('sandbox.delayMs')}
                  onChange={(delayMs) => set({ delayMs: delayMs === '' ? Number.NaN : delayMs })}
                />
                <NumberBox
                  label="Deferred before it fails"
                  description="How often, for the outcome Failed"
                  unit="times"
                  value={Number.isNaN(sandbox.triesBeforeFailing) ? '' : sandbox.triesBeforeFailing}
                  error={form.problems.get('sandbox.triesBeforeFailing')}
                  onChange={(tries) => set({ triesBeforeFailing: tries === '' ? Number.NaN : tries })}
                />
              </div>
            </section>
            <section className={classes.section} aria-labelledby="sandbox-headers">
              <h2 id="sandbox-headers">The same from the message</h2>
              <p className={classes.soft}>Header fields that your app puts into a mail, as AhaSend has them.</p>
              <div className={classes.examples}>
                {headerExamples.map(({ code, does }) => (
                  <div key={code}>
                    <CodeBlock code={code} label={does} />
                    <p className={classes.soft}>{does}</p>
                  </div>
                ))}
              </div>
            </section>
          </div>
        ) : (
          <div className={classes.page}>
            <Skeleton height={160} />
          </div>
        )}
      </div>
      <UnsavedBar
        dirty={form.dirty}
        saving={form.saving}
        wrong={form.problems.size > 0}
        changedElsewhere={form.changedElsewhere}
        onSave={form.save}
        onDiscard={form.discard}
      />
    </div>
  )
}

function sandboxOf({ sandbox }: Routing) {
  return { sandbox }
}
