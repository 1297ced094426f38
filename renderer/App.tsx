import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { isConnectionLoss } from './client.ts'
import { followActivity } from './activity/live.ts'
import { followCredentials } from './credentials/useCredentials.ts'
import { followDiagnostics } from './diagnostics/live.ts'
import { followMailbox } from './inbox/live.ts'
import { followRelay } from './relay/live.ts'
import { Shell } from './shell/Shell.tsx'
import { followSystem } from './shell/system.ts'
import { theme, tokensForMantine } from './ui/theme.ts'

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      // Changes are announced; asking again at every focus would only repeat them.
      refetchOnWindowFocus: false,
      networkMode: 'always',
      staleTime: 10_000,
      retry: (failures, error) => isConnectionLoss(error) && failures < 3,
    },
    mutations: { networkMode: 'always' },
  },
})
const schemes = localStorageColorSchemeManager({ key: 'sandpost.theme' })

followMailbox(queries)
followActivity(queries)
followSystem(queries)
followCredentials(queries)
followRelay(queries)
followDiagnostics(queries)

/** Everything around the shell: data, look, words at the edge. */
export function App() {
  return (
    <QueryClientProvider client={queries}>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={tokensForMantine}
        colorSchemeManager={schemes}
        defaultColorScheme="auto"
      >
        <Notifications position="bottom-right" limit={4} />
        <Shell />
      </MantineProvider>
    </QueryClientProvider>
  )
}
