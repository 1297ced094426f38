import { z } from 'zod'

/**
 * A value with every free text of it changed. What a schema says is a word of its own (enums, literals) or a time is left
 * as it is, so the result fits the schema again; a field that is added tomorrow is changed without being named here.
 */
export function mapStrings(schema: z.ZodType, value: unknown, change: (text: string) => string): unknown {
  if (value === null || value === undefined) return value
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional || schema instanceof z.ZodDefault)
    return mapStrings(schema.unwrap() as z.ZodType, value, change)
  if (schema instanceof z.ZodObject) {
    const fields = schema.shape as Record<string, z.ZodType | undefined>
    return Object.fromEntries(
      Object.entries(value).flatMap(([key, item]) => {
        const field = fields[key]
        return field ? [[key, mapStrings(field, item, change)]] : []
      }),
    )
  }
  if (schema instanceof z.ZodArray)
    return (value as unknown[]).map((item) => mapStrings(schema.element as z.ZodType, item, change))
  // A time has a form of its own: z.iso.datetime() is no z.string().
  return schema instanceof z.ZodString ? change(value as string) : value
}
