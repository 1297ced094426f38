export function SuppressionsTab() {
  return null
}
