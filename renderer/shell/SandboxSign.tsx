import { ShieldCheck } from 'lucide-react'
import classes from './SandboxSign.module.css'

/** Says, readable from across the room, that no mail leaves this machine. */
export function SandboxSign({ collapsed }: { collapsed: boolean }) {
  return (
    <div
      className={classes.sign}
      data-collapsed={collapsed || undefined}
      title="Every message is captured here and sent nowhere."
    >
      <ShieldCheck size={collapsed ? 18 : 20} aria-hidden />
      <div className={classes.word}>Sandbox</div>
      <div className={collapsed ? 'visuallyHidden' : classes.sentence}>Nothing leaves this machine</div>
    </div>
  )
}
