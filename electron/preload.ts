// Runs sandboxed, before the page. The page asks for a port to the engine and gets one; nothing else is passed.
import { ipcRenderer } from 'electron'

window.addEventListener('message', (event) => {
  if (event.source === window && event.data === 'engine:connect') ipcRenderer.send('engine:connect')
})
ipcRenderer.on('engine:port', (event) => window.postMessage('engine:port', '*', [...event.ports]))
