import { HelpPage } from '../../../shared/model/diagnosis/report.ts'

export type HelpLink =
  | { readonly is: 'page'; readonly page: HelpPage }
  | { readonly is: 'outside'; readonly href: string }
  | { readonly is: 'none' }

/** Where a link of a help page leads: to another page, out, or nowhere that can be shown here. */
export function helpLink(href: string): HelpLink {
  const page = HelpPage.safeParse(/^(?:\.\/)?([a-z0-9-]+)\.md(?:#.*)?$/.exec(href)?.[1])
  if (page.success) return { is: 'page', page: page.data }
  return href.startsWith('https://') ? { is: 'outside', href } : { is: 'none' }
}
