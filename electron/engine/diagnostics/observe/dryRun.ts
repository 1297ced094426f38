import type { StepReply } from '../../../../shared/model/diagnosis/observation.ts'
import type { Conversation } from './conversation.ts'

/** Sender and recipient as they would be sent, then RSET: never DATA, so that no message comes of it. */
export async function dryRun(
  conversation: Conversation,
  { from, to }: { readonly from: string; readonly to: string },
  milliseconds: number,
  signal: AbortSignal,
): Promise<StepReply[]> {
  const replies: StepReply[] = []
  for (const command of [`MAIL FROM:<${bare(from)}>`, `RCPT TO:<${bare(to)}>`]) {
    const heard = await conversation.ask(command, milliseconds, signal)
    replies.push({
      command,
      code: heard.code,
      reply: heard.lines.length === 0 ? null : heard.lines.join('\n'),
      milliseconds: heard.milliseconds,
    })
    if (heard.code === null || heard.code >= 400) break
  }
  if (conversation.usable) await conversation.ask('RSET', milliseconds, signal)
  return replies
}

/** An address cannot end its own brackets, nor begin a command of its own. */
function bare(address: string): string {
  // oxlint-disable-next-line no-control-regex
  return address.replace(/[<>\u0000-\u0020\u007f]/g, '')
}
