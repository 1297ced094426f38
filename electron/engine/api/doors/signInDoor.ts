import type { IncomingMessage, ServerResponse } from 'node:http'
import { send } from './answer.ts'
import { cookieLifetime, type SignIn } from './signIn.ts'

/** Longest form we read: a pasted key. */
const longestForm = 4_096

/** `GET /sign-in?token=…` from the terminal's link, `POST /sign-in` from the page below. */
export async function answerSignIn(
  request: IncomingMessage,
  response: ServerResponse,
  signIn: SignIn,
  cookieName: string,
): Promise<void> {
  const secret =
    request.method === 'POST'
      ? new URLSearchParams(await readForm(request)).get('key')
      : new URLSearchParams(request.url?.split('?')[1]).get('token')
  const cookie = secret ? signIn.begin(secret) : null
  if (cookie === null)
    return sendSignInPage(response, secret ? 'This key or link is not right, or was made before the last start.' : '')

  response.setHeader(
    'Set-Cookie',
    `${cookieName}=${cookie}; Path=/; Max-Age=${cookieLifetime}; HttpOnly; SameSite=Strict`,
  )
  response.setHeader('Cache-Control', 'no-store')
  if (request.headers['sec-fetch-site'] === 'cross-site') {
    // A redirect would still count as coming from the other site, and the new cookie would stay away from it.
    send(response, 200, 'text/html; charset=utf-8', '<!doctype html><meta http-equiv="refresh" content="0;url=/">')
  } else {
    response.writeHead(303, { Location: '/' }).end()
  }
}

/** What a browser without a cookie sees. */
export function sendSignInPage(response: ServerResponse, problem = ''): void {
  response.setHeader(
    'Content-Security-Policy',
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  )
  // With no-referrer a browser sends the form with "Origin: null", which we refuse.
  response.setHeader('Referrer-Policy', 'same-origin')
  response.setHeader('Cache-Control', 'no-store')
  send(response, 401, 'text/html; charset=utf-8', page(problem))
}

async function readForm(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request) {
    text += String(chunk)
    if (text.length > longestForm) return ''
  }
  return text
}

/** `problem` is our own text, never the visitor's. */
const page = (problem: string) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Sign in · Sandpost</title>
<style>
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
  body { display: grid; place-items: center; min-height: 100vh; margin: 0 }
  main { width: min(26rem, 90vw) }
  h1 { font-size: 1.5rem; margin: 0 0 .5rem }
  label { display: block; margin-top: 1.5rem; font-weight: 600 }
  input, button { box-sizing: border-box; width: 100%; font: inherit; padding: .6rem .8rem; border-radius: .5rem; border: 1px solid #8888 }
  button { margin-top: .75rem; border: 0; background: #2f6fde; color: #fff; font-weight: 600; cursor: pointer }
  [role=alert] { color: #c92a2a; font-weight: 600 }
  @media (prefers-color-scheme: dark) { [role=alert] { color: #ff8787 } }
</style>
<main>
  <h1>Sign in to Sandpost</h1>
  <p>Open the sign-in link that Sandpost printed in the terminal where it runs.</p>
  ${problem === '' ? '' : `<p role="alert">${problem}</p>`}
  <form method="post" action="/sign-in">
    <label for="key">Or paste its API key</label>
    <input id="key" name="key" type="password" autocomplete="off" required autofocus>
    <button>Sign in</button>
  </form>
</main>
</html>
`
