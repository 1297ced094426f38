export function SandboxTab() {
  return null
}
