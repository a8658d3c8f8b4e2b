import { z } from 'zod';
import { isProblemKind } from '../../src/http/problem-catalogue.ts';

type Json = Readonly<Record<string, unknown>>;
type Content = Readonly<Record<string, { readonly schema: Json }>>;
type Operation = { readonly responses: Readonly<Record<string, { readonly content?: Content }>> };

export interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Json };
}

/** An answer as it went out. */
export interface SentAnswer {
  readonly method: string;
  /** The route's pattern, such as `/api/v1/runs/:id`. */
  readonly url: string;
  readonly status: number;
  readonly mediaType: string | null;
  readonly body: Buffer;
}

/** Holds answers against a description: says what it does not say of an answer, or null. */
export function describedAnswers(description: Description) {
  const schemas = new Map<string, z.ZodType>();
  const definitions = inDefinitions(description.components.schemas);

  function schemaOf(key: string, schema: Json): z.ZodType {
    const known = schemas.get(key);
    if (known) return known;
    const whole = { ...Object(inDefinitions(schema)), $defs: definitions };
    const made = z.fromJSONSchema(whole);
    schemas.set(key, made);
    return made;
  }

  return (answer: SentAnswer): string | null => {
    const { method, status, mediaType, body } = answer;
    const path = answer.url.replaceAll(/:(\w+)/g, '{$1}');
    const operation = operationOf(description, { path, method });
    if (!operation) return 'the route is not described';
    const named = operation.responses[status];
    const response = named ?? (status >= 400 ? operation.responses.default : undefined);
    if (!response) return `the status ${status} is not described`;
    if (!response.content) return body.length > 0 ? 'a body is not described' : null;
    if (method === 'HEAD') return null;
    const schema = response.content[mediaType ?? '']?.schema;
    if (!schema) return `the media type ${mediaType} is not described`;
    const value = /json$/.test(mediaType ?? '') ? JSON.parse(String(body)) : String(body);
    const key = `${method} ${path} ${named ? status : 'default'} ${mediaType}`;
    const parsed = schemaOf(key, schema).safeParse(value);
    if (!parsed.success) return z.prettifyError(parsed.error);
    return mediaType === 'application/problem+json' ? judgeProblem(value, status) : null;
  };
}

/** Fastify adds a HEAD to every GET, which answers the same without its body. */
function operationOf(
  { paths }: Description,
  { path, method }: { path: string; method: string },
): Operation | undefined {
  const operations = paths[path] ?? {};
  return operations[method.toLowerCase()] ?? (method === 'HEAD' ? operations.get : undefined);
}

function judgeProblem({ type, status }: { type: string; status: number }, sent: number) {
  if (status !== sent) return `the problem says ${status}`;
  return isProblemKind(type.replace('/problems/', '')) ? null : `nothing explains ${type}`;
}

/** References as a JSON schema that stands alone has them. */
function inDefinitions(schema: Json): unknown {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/components/schemas/', '"#/$defs/'));
}
