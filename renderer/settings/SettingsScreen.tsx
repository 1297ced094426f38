import { Button, Skeleton } from '@mantine/core'
import { useEffect, type ReactNode } from 'react'
import { errorSentence } from '../client.ts'
import { TitleBar } from '../shell/TitleBar.tsx'
import { ErrorState } from '../ui/ErrorState.tsx'
import { useShortcuts } from '../ui/shortcuts.ts'
import { AboutSection } from './AboutSection.tsx'
import { AppearanceSection } from './AppearanceSection.tsx'
import { CertificateSection } from './certificate/CertificateSection.tsx'
import { FormProvider } from './fields.tsx'
import { FaultsSection } from './faults/FaultsSection.tsx'
import { LimitsSection } from './LimitsSection.tsx'
import { ListenersSection } from './ListenersSection.tsx'
import { MannersSection } from './manners/MannersSection.tsx'
import { RetentionSection } from './RetentionSection.tsx'
import classes from './SettingsScreen.module.css'
import { VaultSection } from './vault/VaultSection.tsx'
import { useSettingsForm } from './useSettingsForm.ts'

const sections = [
  'Listeners',
  'Manners',
  'Faults',
  'Limits',
  'Retention',
  'Vault',
  'Appearance',
  'Certificate',
  'About',
] as const

/** All settings on one page, saved together. */
export function SettingsScreen() {
  const form = useSettingsForm()
  const { draft, problems, dirty, saving } = form
  useShortcuts({ 'mod+s': form.save })
  useWarningBeforeLeaving(dirty)
  return (
    <>
      <TitleBar
        title="Settings"
        action={
          <>
            {dirty && (
              <Button variant="subtle" color="gray" onClick={form.discard} disabled={saving}>
                Discard
              </Button>
            )}
            <Button onClick={form.save} loading={saving} disabled={!dirty || problems.size > 0}>
              Save
            </Button>
          </>
        }
      >
        <span className={classes.title} aria-hidden>
          Settings
        </span>
        <span role="status" className={classes.state}>
          {problems.size > 0 ? 'Something needs correction' : dirty ? 'Not saved yet' : ''}
        </span>
      </TitleBar>
      <main className={classes.main}>
        {form.query.isError && !draft ? (
          <ErrorState
            title="The settings could not be read"
            message={errorSentence(form.query.error)}
            onRetry={() => void form.query.refetch()}
          />
        ) : draft ? (
          <div className={classes.page}>
            <nav aria-label="Sections" className={classes.toc}>
              {sections.map((name) => (
                <button key={name} type="button" onClick={() => scrollToSection(name)}>
                  {name}
                </button>
              ))}
            </nav>
            <FormProvider value={{ draft, problems, set: form.set }}>
              <div className={classes.sections}>
                <Section name="Listeners" about="The local ports that take mail in.">
                  <ListenersSection onUsePort={form.saveWith} />
                </Section>
                <Section
                  name="Manners"
                  about="Which provider a listener answers like, and more listeners beside the two."
                >
                  <MannersSection />
                </Section>
                <Section
                  name="Faults"
                  about="What goes wrong on purpose, to see how your app takes it. Applied at once."
                >
                  <FaultsSection />
                </Section>
                <Section name="Limits" about="Guards of every listener. 0 means no limit, where 0 is allowed.">
                  <LimitsSection />
                </Section>
                <Section name="Retention" about="How much mail is kept. Starred messages are never removed.">
                  <RetentionSection />
                </Section>
                <Section name="Vault" about="Where credentials and keys are kept, encrypted.">
                  <VaultSection />
                </Section>
                <Section name="Appearance" about="Remembered by this window, applied at once.">
                  <AppearanceSection />
                </Section>
                <Section name="Certificate" about="Made on this machine, for TLS and STARTTLS.">
                  <CertificateSection />
                </Section>
                <Section name="About">
                  <AboutSection />
                </Section>
              </div>
            </FormProvider>
          </div>
        ) : (
          <div className={classes.page}>
            <div className={classes.sections} role="status" aria-label="Loading settings">
              <Skeleton height={160} />
            </div>
          </div>
        )}
      </main>
    </>
  )
}

function Section({ name, about, children }: { name: string; about?: string; children: ReactNode }) {
  return (
    <section id={sectionId(name)} aria-labelledby={`${sectionId(name)}-title`} className={classes.section}>
      <h2 id={`${sectionId(name)}-title`}>{name}</h2>
      {about && <p className={classes.about}>{about}</p>}
      {children}
    </section>
  )
}

function sectionId(name: string): string {
  return `settings-${name.toLowerCase()}`
}

function scrollToSection(name: string): void {
  const section = document.getElementById(sectionId(name))
  section?.scrollIntoView({ block: 'start' })
  section?.querySelector<HTMLElement>('input, button')?.focus({ preventScroll: true })
}

/** What was typed and not saved would be lost with the page. */
function useWarningBeforeLeaving(dirty: boolean): void {
  useEffect(() => {
    if (!dirty) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [dirty])
}
