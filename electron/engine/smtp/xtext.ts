/** Whether the value is xtext (RFC 3461 4): printable ASCII without `+` and `=`, which are written `+2B` and `+3D`. */
export function isXtext(value: string): boolean {
  return /^(?:[!-*,-<>-~\u0080-\u{10ffff}]|\+[0-9A-F]{2})*$/u.test(value)
}
