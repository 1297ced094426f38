import { Button, Table } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Download, Eye, FolderDown, Paperclip } from 'lucide-react'
import { useState } from 'react'
import type { MessageDetail, MessagePart } from '../../../../shared/model/message.ts'
import { client, errorSentence } from '../../../client.ts'
import { CopyButton } from '../../../ui/CopyButton.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { counted, fileSize } from '../../../ui/format.ts'
import { saveFile } from '../files.ts'
import classes from './AttachmentsTab.module.css'
import { attachmentsOf } from './attachmentsOf.ts'
import { AttachmentView } from './AttachmentView.tsx'
import { safeFilename, uniqueNames } from './safeFilename.ts'
import { zip } from './zip.ts'

interface AttachmentsTabProps {
  readonly message: MessageDetail
}

/** The files of a message: look at the harmless kinds, save any, save all. */
export function AttachmentsTab({ message }: AttachmentsTabProps) {
  const [opened, setOpened] = useState<MessagePart | null>(null)
  const parts = attachmentsOf(message)
  const names = uniqueNames(parts.map((part, index) => safeFilename(part.filename, `attachment-${index + 1}`)))
  const save = useMutation({
    mutationFn: async ({ part, name }: { part: MessagePart; name: string }) =>
      saveFile(await partBytes(message.id, part.id), name),
  })
  const saveAll = useMutation({
    mutationFn: async () => {
      const files: { name: string; bytes: Uint8Array<ArrayBuffer> }[] = []
      for (const [index, part] of parts.entries()) {
        const blob = await partBytes(message.id, part.id)
        files.push({ name: names[index] ?? part.id, bytes: new Uint8Array(await blob.arrayBuffer()) })
      }
      saveFile(zip(files, new Date(message.receivedAt)), `${safeFilename(message.subject, 'attachments')}.zip`)
    },
  })
  if (parts.length === 0) {
    return (
      <EmptyState icon={Paperclip} title="No attachments">
        This message has no files and no pictures of its own.
      </EmptyState>
    )
  }
  const hasContentIds = parts.some(({ contentId }) => contentId !== null)
  const failure = save.error ?? saveAll.error
  return (
    <div className={classes.tab}>
      <div className={classes.bar}>
        <span>
          {counted(parts.length, 'file')}, {fileSize(parts.reduce((sum, part) => sum + part.size, 0))}
        </span>
        <Button
          variant="default"
          leftSection={<FolderDown size={14} />}
          loading={saveAll.isPending}
          onClick={() => saveAll.mutate()}
        >
          Save all as .zip
        </Button>
      </div>
      {failure && (
        <p role="alert" className={classes.failure}>
          The file could not be saved. {errorSentence(failure)}
        </p>
      )}
      <Table
        borderColor="var(--line)"
        highlightOnHoverColor="var(--hover)"
        className={classes.table}
        verticalSpacing={6}
        highlightOnHover
      >
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Name</Table.Th>
            <Table.Th>Type</Table.Th>
            <Table.Th className={classes.number}>Size</Table.Th>
            {hasContentIds && <Table.Th>Content id</Table.Th>}
            <Table.Th>
              <span className="visuallyHidden">Actions</span>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {parts.slice(0, mostRows).map((part, index) => {
            const name = names[index] ?? part.id
            return (
              <Table.Tr key={part.id}>
                <Table.Td className={classes.name}>
                  <bdi>{name}</bdi>
                  {part.disposition === 'inline' && <span className={classes.inline}>shown in the text</span>}
                  {part.filename === null && <span className={classes.inline}>sent without a name</span>}
                </Table.Td>
                <Table.Td className="mono">{part.contentType}</Table.Td>
                <Table.Td className={classes.number}>{fileSize(part.size)}</Table.Td>
                {hasContentIds && (
                  <Table.Td className={classes.cid}>
                    {part.contentId !== null && (
                      <>
                        <code>{part.contentId}</code>
                        <CopyButton text={`cid:${part.contentId}`} label={`Copy cid:${part.contentId}`} />
                      </>
                    )}
                  </Table.Td>
                )}
                <Table.Td className={classes.actions}>
                  <Button
                    size="compact-xs"
                    variant="default"
                    leftSection={<Eye size={13} />}
                    onClick={() => setOpened(part)}
                    aria-label={`Open ${name}`}
                  >
                    Open
                  </Button>
                  <Button
                    size="compact-xs"
                    variant="default"
                    leftSection={<Download size={13} />}
                    onClick={() => save.mutate({ part, name })}
                    aria-label={`Save ${name}`}
                  >
                    Save
                  </Button>
                </Table.Td>
              </Table.Tr>
            )
          })}
        </Table.Tbody>
      </Table>
      {parts.length > mostRows && (
        <p className={classes.more}>{counted(parts.length - mostRows, 'more file')}: “Save all” has them too.</p>
      )}
      {opened && (
        <AttachmentView
          messageId={message.id}
          part={opened}
          name={names[parts.indexOf(opened)] ?? opened.id}
          onClose={() => setOpened(null)}
        />
      )}
    </div>
  )
}

const mostRows = 500

/** Bytes without a type: what the mail claims must not decide how a browser treats them. */
async function partBytes(id: number, partId: string): Promise<Blob> {
  return new Blob([await client.messages.part({ id, partId })], { type: 'application/octet-stream' })
}
