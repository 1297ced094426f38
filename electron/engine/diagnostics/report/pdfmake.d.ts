/** The font that pdfmake brings along; its published types leave it out. */
declare module 'pdfmake/build/fonts/Roboto.js' {
  const roboto: {
    /** Files in base64. */
    readonly vfs: Readonly<Record<string, { readonly data: string }>>
    readonly fonts: Record<string, { normal: string; bold: string; italics: string; bolditalics: string }>
  }
  export default roboto
}
