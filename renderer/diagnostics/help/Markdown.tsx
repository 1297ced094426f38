import { Anchor } from '@mantine/core'
import { lexer, type Token, type Tokens } from 'marked'
import { Fragment, useMemo, type ReactNode } from 'react'
import type { HelpPage } from '../../../shared/model/diagnosis/report.ts'
import { CodeBlock } from '../../ui/CodeBlock.tsx'
import { helpLink } from './links.ts'
import classes from './Markdown.module.css'

type OnPage = (page: HelpPage) => void

/** A help page. Drawn from its parts: no HTML is made of the text, what is HTML in it is shown as it is written. */
export function Markdown({ text, onPage }: { readonly text: string; readonly onPage: OnPage }) {
  const tokens = useMemo(() => lexer(text), [text])
  return <div className={classes.page}>{blocks(tokens, onPage)}</div>
}

function blocks(tokens: readonly Token[], onPage: OnPage): ReactNode {
  // A page does not change while it is read: the place of a part is its identity.
  // oxlint-disable-next-line react/no-array-index-key
  return tokens.map((token, index) => <Fragment key={index}>{block(token, onPage)}</Fragment>)
}

function block(token: Token, onPage: OnPage): ReactNode {
  switch (token.type) {
    case 'space':
    case 'def':
      return null
    case 'heading': {
      // The drawer has the title of the page as its own.
      const Level = (['h3', 'h3', 'h4', 'h5'] as const)[Math.min(3, (token as Tokens.Heading).depth - 1)] ?? 'h5'
      return (token as Tokens.Heading).depth === 1 ? null : <Level>{inline(token.tokens, onPage)}</Level>
    }
    case 'paragraph':
      return <p>{inline(token.tokens, onPage)}</p>
    case 'code':
      return <CodeBlock code={token.text as string} label={(token.lang as string | undefined) || 'Example'} />
    case 'blockquote':
      return <blockquote>{blocks(token.tokens ?? [], onPage)}</blockquote>
    case 'hr':
      return <hr />
    case 'list':
      return list(token as Tokens.List, onPage)
    case 'table':
      return <Table table={token as Tokens.Table} onPage={onPage} />
    case 'text':
      return token.tokens ? inline(token.tokens, onPage) : token.raw
    default:
      return <p>{token.raw}</p>
  }
}

function list({ ordered, items }: Tokens.List, onPage: OnPage): ReactNode {
  const entries = items.map((item, index) => (
    // oxlint-disable-next-line react/no-array-index-key -- as above
    <li key={index}>{blocks(item.tokens, onPage)}</li>
  ))
  return ordered ? <ol>{entries}</ol> : <ul>{entries}</ul>
}

function Table({ table, onPage }: { readonly table: Tokens.Table; readonly onPage: OnPage }) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolls sideways: must be reachable by keyboard
    <div className={classes.scroll} tabIndex={0} role="region" aria-label="Table">
      <table>
        <thead>
          <tr>
            {table.header.map((cell) => (
              <th key={cell.text} scope="col">
                {inline(cell.tokens, onPage)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, index) => (
            // oxlint-disable-next-line react/no-array-index-key -- as above
            <tr key={index}>
              {row.map((cell, column) => (
                // oxlint-disable-next-line react/no-array-index-key -- as above
                <td key={column}>{inline(cell.tokens, onPage)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function inline(tokens: readonly Token[] | undefined, onPage: OnPage): ReactNode {
  // oxlint-disable-next-line react/no-array-index-key -- as above
  return (tokens ?? []).map((token, index) => <Fragment key={index}>{word(token, onPage)}</Fragment>)
}

function word(token: Token, onPage: OnPage): ReactNode {
  switch (token.type) {
    case 'strong':
      return <strong>{inline(token.tokens, onPage)}</strong>
    case 'em':
      return <em>{inline(token.tokens, onPage)}</em>
    case 'codespan':
      return <code>{token.text as string}</code>
    case 'br':
      return <br />
    case 'link':
      return <Link href={token.href as string} words={inline(token.tokens, onPage)} onPage={onPage} />
    case 'text':
    case 'escape':
      return token.text as string
    default:
      return token.raw
  }
}

function Link({ href, words, onPage }: { readonly href: string; readonly words: ReactNode; readonly onPage: OnPage }) {
  const link = helpLink(href)
  if (link.is === 'none') return words
  if (link.is === 'page') {
    return (
      <Anchor component="button" type="button" fz="inherit" onClick={() => onPage(link.page)}>
        {words}
      </Anchor>
    )
  }
  return (
    <Anchor href={link.href} target="_blank" rel="noreferrer" fz="inherit">
      {words}
    </Anchor>
  )
}
