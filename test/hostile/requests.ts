import { base64Lines, htmlMail, mail, type HostileMail } from './hostileMail.ts'

/** HTML that tries to make a request: before the user asks none may leave, after it only pictures, fonts and media. */
export const requestAttacks: readonly HostileMail[] = [
  htmlMail(
    'remote images',
    ({ allowed, never }) =>
      `<img src="${allowed('pixel.gif')}" width=1 height=1><img src="${allowed('img').replace('http:', 'HTTP:')}"><img srcset="${allowed('1x')} 1x, ${allowed('2x')} 2x"><picture><source srcset="${allowed('source')}"><img src="${allowed('img2')}"></picture><img loading=eager fetchpriority=high decoding=sync src=" &#10;${allowed('img3')}"><image src="${allowed('image')}"><input type=image src="${never('input')}"><img longdesc="${never('longdesc')}" src="x" lowsrc="${allowed('lowsrc')}" dynsrc="${allowed('dynsrc')}"><table background="${allowed('table')}"><td background="${allowed('td')}">x</td></table><body background="${allowed('body')}">`,
  ),
  htmlMail(
    'remote media',
    ({ allowed, never }) =>
      `<video poster="${allowed('poster')}" src="${allowed('video')}" autoplay preload=auto></video><audio src="${allowed('audio')}" autoplay preload=auto></audio><video><source src="${allowed('video2')}"><track src="${allowed('track')}" default kind=subtitles></video><bgsound src="${never('bgsound')}">`,
  ),
  htmlMail(
    'remote images in svg',
    ({ allowed, never }) =>
      `<svg width=20 height=20><image href="${allowed('svg')}" width=9 height=9 /><image xlink:href="${allowed('svg-xlink')}" width=9 height=9 /><feImage href="${allowed('feimage')}"/><filter id=f><feImage href="${allowed('feimage2')}"/></filter><rect filter="url(#f)" width=9 height=9 fill="url(${allowed('fill')}#x)" style="mask:url(${allowed('mask')}#m)"/><use href="${never('use.svg')}#x"/><style>@import "${never('svg-import')}"; rect{fill:url(${allowed('svg-css')})}</style><script href="${never('svg-script')}"></script></svg>`,
  ),
  htmlMail(
    'remote pictures and fonts in css',
    ({ allowed, never }) =>
      `<style>@import url("${never('import.css')}");@import '${never('import2.css')}';@font-face{font-family:x;src:url(${allowed('font.woff2')})}body{font-family:x;background:url('${allowed('css')}');cursor:url(${allowed('cursor')}),auto;list-style-image:url(${allowed('list')})}p:before{content:url(${allowed('content')})}p{background:u\\72l(${allowed('escaped')});border-image:image-set("${allowed('set')}" 1x);--x:url(${allowed('var')});mask-image:var(--x)}@media screen{p{background-image:-webkit-image-set(url(${allowed('webkit-set')}) 1x)}}a[href^="#"]{background:url(${allowed('selector')})}</style><p style="background:url(&quot;${allowed('inline')}&quot;)">x</p><p style="background-image:url(//127.0.0.1:1/slashes)">y</p><link rel=stylesheet href="${never('link.css')}"><style media=print>@import "${never('print.css')}";</style>`,
  ),
  htmlMail(
    'hints that fetch ahead',
    ({ never }) =>
      `<link rel=prefetch href="${never('prefetch')}"><link rel=preload as=image href="${never('preload')}"><link rel=preload as=image imagesrcset="${never('imagesrcset')} 1x"><link rel=modulepreload href="${never('modulepreload')}"><link rel=dns-prefetch href="//127.0.0.1"><link rel=preconnect href="${never('')}"><link rel=prerender href="${never('prerender')}"><link rel=icon href="${never('icon')}"><link rel=manifest href="${never('manifest')}"><link rel=alternate href="${never('alternate')}"><script type=speculationrules>{"prefetch":[{"urls":["${never('speculation')}"]}]}</script><meta http-equiv=Link content="&lt;${never('meta-link')}&gt;; rel=preload; as=image"><a href="${never('ping-target')}" ping="${never('ping')}">x</a>`,
  ),
  htmlMail(
    'meta refresh and base',
    ({ never, allowed }) =>
      `<meta http-equiv=refresh content="0;url=${never('refresh')}"><meta http-equiv="refresh" content="0; ${never('refresh2')}"><base href="${never('base/')}" target=_top><img src="relative.png"><a href="relative">x</a><meta http-equiv=Content-Security-Policy content="default-src *; script-src 'unsafe-inline'"><meta http-equiv=Set-Cookie content="owned=1"><meta http-equiv=x-dns-prefetch-control content=on><img src="${allowed('after-base')}"><meta name=referrer content=unsafe-url>`,
  ),
  htmlMail(
    'forms that send themselves',
    ({ never, script }) =>
      `<form id=f action="${never('form')}" method=post><input name=a value=b><input type=submit autofocus><button formaction="${never('formaction')}">go</button></form><button form=f>outside</button><script>document.forms[0].submit()</script><isindex action="${never('isindex')}"><dialog open><form method=dialog onsubmit="${script}"><button>x</button></form></dialog>`,
  ),
  htmlMail(
    'our own server as an image',
    () =>
      `<img src="/api/v1/messages"><img src="api/v1/system"><img src="/sign-in?token=x"><style>p{background:url(/api/v1/messages)}</style><p>x</p><img srcset="/api/v1/messages 1x"><video src="/api/v1/messages"></video>`,
  ),
  htmlMail(
    'addresses of other kinds',
    () =>
      `<img src="file:///etc/passwd"><img src="ftp://127.0.0.1/x"><img src="blob:http://127.0.0.1/x"><img src="filesystem:http://127.0.0.1/x"><img src="chrome://settings"><img src="about:blank"><img src="cid:"><img src="cid:%"><img src="http://["><a href="http://[">x</a><a href="sms:+1">sms</a><a href="ms-word:ofe|u|x">word</a><a href="">empty</a><img src="data:text/html,x"><img src="data:image/png;base64,!!!!">`,
  ),
  {
    name: 'html attached as a picture of the message',
    bytes: ({ script, never }) =>
      mail(
        'html attached as a picture of the message',
        ['Content-Type: multipart/related; boundary=b'],
        [
          '--b',
          'Content-Type: text/html',
          '',
          '<img src="cid:one"><img src="cid:two"><iframe src="cid:one"></iframe><p style="background:url(cid:two)">x</p>',
          '--b',
          'Content-Type: image/png',
          'Content-ID: <one>',
          'Content-Transfer-Encoding: base64',
          '',
          ...base64Lines(`<html><script>${script}</script></html>`),
          '--b',
          'Content-Type: image/svg+xml',
          'Content-ID: <two>',
          'Content-Transfer-Encoding: base64',
          '',
          ...base64Lines(
            `<svg xmlns="http://www.w3.org/2000/svg"><script>${script}</script><image href="${never('from-svg')}"/></svg>`,
          ),
          '--b--',
        ],
      ),
  },
]
