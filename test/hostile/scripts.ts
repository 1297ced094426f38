import { htmlMail, type HostileMail } from './hostileMail.ts'

/** HTML that tries to run a script. */
export const scriptAttacks: readonly HostileMail[] = [
  htmlMail(
    'script elements',
    ({ script, never }) =>
      `<script>${script}</script><script src="${never('script.js')}"></script><script type=module>${script}</script><scr<script>ipt>${script}</scr</script>ipt><noscript><p title="</noscript><script>${script}</script>"></noscript>`,
  ),
  htmlMail(
    'event handlers',
    ({ script }) =>
      `<body onload="${script}" onpageshow="${script}"><img src=x: onerror="${script}"><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" onload="${script}"><p onmouseover="${script}" onpointerenter="${script}" style="position:fixed;inset:0">Move</p><details open ontoggle="${script}"><summary>x</summary></details><input autofocus onfocus="${script}"><video onerror="${script}"><source onerror="${script}"></video><style onload="${script}"></style><marquee onstart="${script}">x</marquee><div style="animation:a 1s" onanimationstart="${script}"></div><style>@keyframes a{}</style><div contenteditable onbeforeinput="${script}" accesskey=j onclick="${script}">x</div>`,
  ),
  htmlMail(
    'javascript links',
    ({ script }) =>
      `<a href="javascript:${script}">one</a><a href=" java&#10;script&colon;${script}">two</a><a href="&#x6a;avascript:${script}">three</a><a href="vbscript:msgbox(1)">four</a><a href="data:text/html,&lt;script&gt;${script}&lt;/script&gt;">five</a><map name=m><area href="javascript:${script}" shape=default></map><img usemap=#m src="data:image/gif;base64,R0lGODlhAQABAAAAACw="><form action="javascript:${script}"><button>six</button></form><math href="javascript:${script}">seven</math><a href="jar:javascript:${script}">eight</a>`,
  ),
  htmlMail(
    'script in svg',
    ({ script }) =>
      `<svg onload="${script}"><script>${script}</script><script href="data:text/javascript,${script}"/><a xlink:href="javascript:${script}"><text y=20>click</text></a><animate attributeName=href values="javascript:${script}" begin=0s onbegin="${script}"/><set attributeName=onload to="${script}"/><foreignObject><iframe srcdoc="&lt;script&gt;${script}&lt;/script&gt;"></iframe><body onload="${script}"></foreignObject><use href="data:image/svg+xml,&lt;svg id=x xmlns=http://www.w3.org/2000/svg&gt;&lt;script&gt;${script}&lt;/script&gt;&lt;/svg&gt;#x"/></svg>`,
  ),
  htmlMail(
    'svg as an image with a script',
    ({ script }) =>
      `<img src="data:image/svg+xml;base64,${Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" onload="${script}"><script>${script}</script></svg>`).toString('base64')}">`,
  ),
  htmlMail(
    'frames with documents of their own',
    ({ script, never }) =>
      `<iframe src="javascript:${script}"></iframe><iframe srcdoc="<script>${script}</script>"></iframe><iframe src="${never('frame')}"></iframe><frameset onload="${script}"><frame src="${never('frame')}"></frameset><object data="data:text/html,<script>${script}</script>"></object><embed src="${never('embed.svg')}"><object data="${never('object')}"></object><applet code=x></applet><portal src="${never('portal')}"></portal><fencedframe></fencedframe><template shadowrootmode=open><script>${script}</script><img src=x onerror="${script}"></template>`,
  ),
  htmlMail(
    'style that runs',
    ({ script }) =>
      `<p style="width:expression(${script});behavior:url(#x);-moz-binding:url(data:text/xml,x)">x</p><style>p{background:url("javascript:${script}")}</style><link rel=stylesheet href="javascript:${script}"><style></style><script>${script}</script>`,
  ),
  ...[
    // Shapes that got through sanitisers by being read differently the second time (mutation XSS).
    (script: string) =>
      `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=${script}&gt;">`,
    (script: string) => `<form><math><mtext></form><form><mglyph><style></math><img src onerror="${script}">`,
    (script: string) => `<svg></p><style><a id="</style><img src=1 onerror=${script}>">`,
    (script: string) => `<noscript><style></noscript><img src=x onerror="${script}">`,
    (script: string) =>
      `<math><annotation-xml encoding="text/html"><style><img src=x onerror="${script}"></style></annotation-xml></math>`,
    (script: string) =>
      `<svg><desc><table><style><img src=x onerror="${script}"></style></table></desc></svg><svg><title><style><!--</style><img src=x onerror="${script}">--></title></svg>`,
    (script: string) =>
      `<select><template><style><!--</style><a rel="--&gt;&lt;/style&gt;&lt;img src=x onerror=${script}&gt;"></template></select>`,
    (script: string) =>
      `<xmp><p title="</xmp><img src=x onerror='${script.replaceAll("'", '&quot;')}'>"></xmp><textarea><img title="</textarea><img src=x onerror=${script}>"></textarea>`,
    (script: string) =>
      `${'<div>'.repeat(600)}<form><form><svg><style><!--</style><img src=x onerror="${script}">--></svg>`,
    (script: string) =>
      `<?xml-stylesheet href="javascript:${script}"?><![CDATA[<img src=x onerror="${script}">]]><!--><img src=x onerror="${script}">--><!--!><img src=x onerror="${script}">`,
    (script: string) =>
      `<a is="x-y" href="x"><x-y onclick="${script}"></x-y><svg><annotation-xml><foreignobject><style><!--</style><p id="--><img src='x' onerror='${script.replaceAll("'", '`')}'>">`,
  ].map((payload, index) => htmlMail(`mutation ${index + 1}`, ({ script }) => payload(script))),
  htmlMail(
    'names that hide properties of the document',
    ({ script, never }) =>
      `<form id=body name=body><img name=addEventListener><img name=documentElement><img name=querySelector><input name=attributes><input name=nodeType><input name=removeChild></form><a id=location href="${never('clobbered')}">x</a><img name=URL><img name=cookie><iframe name=top></iframe><a id=data-link data-link=999 href="https://example.test/real">a link</a><p data-link=0 onclick="${script}">no link</p>`,
  ),
]
