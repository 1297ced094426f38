/** Header fields that say the same as a rule, for one message. */
export const headerExamples: readonly { readonly code: string; readonly does: string }[] = [
  { code: 'AhaSend-Sandbox: true', does: 'Captured only, for a production credential too' },
  { code: 'AhaSend-Sandbox-Result: bounce', does: 'Which outcome: deliver, bounce, defer, fail or suppress' },
  { code: 'ahasend-tags: newsletter, july', does: 'Tags for this message' },
]
