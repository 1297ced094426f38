// Runs sandboxed, before the page. The page asks for a port to the engine and gets one, and whether the system knows its
// user; nothing else is passed.
import { ipcRenderer } from 'electron'

window.addEventListener('message', (event) => {
  if (event.source !== window) return
  if (event.data === 'engine:connect' || event.data === 'user:confirm') ipcRenderer.send(event.data)
})
ipcRenderer.on('engine:port', (event) => window.postMessage('engine:port', '*', [...event.ports]))
ipcRenderer.on('user:confirmed', (_event, answer: unknown) => window.postMessage({ userConfirmed: answer }, '*'))
