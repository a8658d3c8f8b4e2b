import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { describeHeaders } from './describe-headers.ts';

type Transform = typeof jsonSchemaTransform;
type TransformObject = typeof jsonSchemaTransformObject;
type Json = Record<string, unknown>;
type Operations = Record<string, Record<string, Json>>;

/**
 * The description says of each route which permission it asks for (`session`: only that a person is
 * signed in), or that it asks for none, which headers it heeds, and its answers without a body.
 */
const transform: Transform = (input) => {
  const { schema, url } = jsonSchemaTransform(input);
  const { config = {} } = input.route;
  const { permission, anonymous, secretAnswer, freshFactor, answers = {}, headers, part } = config;
  const access = {
    ...(anonymous === true ? { security: [] } : { 'x-permission': permission ?? 'session' }),
    ...(freshFactor === true && { 'x-fresh-factor': true }),
    ...(secretAnswer === true && { 'x-secret-answer': true }),
  };
  const bare = Object.entries(answers).map(([status, description]) => [
    status,
    { type: 'null', description },
  ]);
  const response = { ...(schema.response as Json | undefined), ...Object.fromEntries(bare) };
  const described = {
    ...(headers && { headers: describeHeaders(headers) }),
    ...(part && { body: { type: 'string', format: 'binary' }, consumes: [part] }),
    ...(Object.keys(response).length > 0 && { response }),
  };
  return { schema: { ...schema, ...access, ...described }, url };
};

/** Adds what all routes share: problems, the Idempotency-Key; leaves out what nothing names. */
const transformObject: TransformObject = (input) => {
  const description = jsonSchemaTransformObject(input) as unknown as {
    paths: Operations;
    components: { schemas: Json };
  };
  for (const [path, operations] of Object.entries(description.paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      const responses = operation.responses as Json;
      responses.default = path.startsWith('/fhir') ? outcomeResponse : problemResponse;
      if (method === 'post' && isRepeatable(path, operation)) {
        operation.parameters = [
          ...((operation.parameters as Json[] | undefined) ?? []),
          idempotencyKey,
        ];
      }
    }
  }
  description.components.schemas.Problem = problemSchema;
  leaveOutUnnamed(description);
  return description as unknown as ReturnType<TransformObject>;
};

/** An answer with a secret is not kept, and uploads carry their own protocol of repetition. */
function isRepeatable(path: string, operation: Json): boolean {
  return !path.startsWith('/api/v1/uploads') && operation['x-secret-answer'] !== true;
}

/** For `@fastify/swagger`. */
export const describeRoutes = { transform, transformObject };

const problemResponse = {
  description: 'A problem (RFC 9457); every kind is explained at the address of its type',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

const outcomeResponse = {
  description: 'A problem as a FHIR R4 OperationOutcome',
  content: {
    'application/fhir+json': { schema: { $ref: '#/components/schemas/OperationOutcome' } },
  },
};

const idempotencyKey = {
  in: 'header',
  name: 'idempotency-key',
  required: false,
  description: 'Names this request for a week: sent again, it gets the first answer again',
  schema: { type: 'string', minLength: 1, maxLength: 200 },
};

const problemSchema = {
  type: 'object',
  properties: {
    type: { type: 'string', description: 'Address of the explanation: /problems/<kind>' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    instance: { type: 'string', description: 'Names the request in the log' },
    remedy: { type: 'string', description: 'What the caller can do' },
  },
  required: ['type', 'title', 'status', 'detail', 'instance', 'remedy'],
  additionalProperties: true,
};

/** Every schema is described as it is sent and as it is answered; most are only one of the two. */
function leaveOutUnnamed(description: { components: { schemas: Json } }): void {
  const { schemas } = description.components;
  for (let left = -1; left !== Object.keys(schemas).length; ) {
    left = Object.keys(schemas).length;
    const text = JSON.stringify(description);
    for (const name of Object.keys(schemas)) {
      if (!text.includes(`"#/components/schemas/${name}"`)) delete schemas[name];
    }
  }
}
