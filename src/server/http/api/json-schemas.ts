import { z } from 'zod';

/** JSON schema, and what is made of it. */
export type Json = Readonly<Record<string, unknown>>;

/** The schema of a field that must not be there. */
export const isNever = (schema: unknown): boolean => typeof schema === 'object' && schema !== null && 'not' in schema;

/** Converts a schema to JSON schema. Named schemas are stored in `components` and referred to. */
export function hoisted(schema: z.ZodType, io: 'input' | 'output', schemas: Record<string, unknown>): Json {
  const {
    $schema: _,
    $defs = {},
    ...made
  } = JSON.parse(
    JSON.stringify(z.toJSONSchema(schema, { io, override: ({ jsonSchema }) => tidy(jsonSchema, io) })).replaceAll(
      '"#/$defs/',
      '"#/components/schemas/',
    ),
  );
  Object.assign(schemas, $defs);
  return made;
}

/**
 * A number in a path is parsed from text, and the bounds of integers are not listed. A later version may add fields to
 * an answer.
 */
function tidy(schema: z.core.JSONSchema.BaseSchema, io: 'input' | 'output'): void {
  if (io === 'output') delete schema.additionalProperties;
  if (schema.type === 'integer') {
    delete schema.pattern;
    if (schema.maximum === Number.MAX_SAFE_INTEGER) delete schema.maximum;
    if (schema.minimum === Number.MIN_SAFE_INTEGER) delete schema.minimum;
  }
}

interface Properties {
  readonly properties: Json;
  readonly required: ReadonlySet<string>;
  readonly additionalProperties?: unknown;
}

const objectShape = z.object({
  properties: z.record(z.string(), z.unknown()).default({}),
  required: z.array(z.string()).default([]),
  additionalProperties: z.unknown().optional(),
});

export function propertiesOf(schema: Json): Properties {
  const { required, ...others } = objectShape.parse(schema);
  return { ...others, required: new Set(required) };
}
