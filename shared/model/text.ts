import { z } from 'zod'

/** A line of text without control characters: such texts end up in logs, headers, replies and terminals. */
export const plainText = (longest: number) =>
  z
    .string()
    .trim()
    .max(longest)
    // oxlint-disable-next-line no-control-regex
    .regex(/^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]*$/, 'Control characters and line breaks are not allowed')
