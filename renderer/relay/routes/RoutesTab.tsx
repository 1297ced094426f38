export function RoutesTab() {
  return null
}
