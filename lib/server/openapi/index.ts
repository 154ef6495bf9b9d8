import { type ZodType, z } from 'zod';
import { problem } from '@/lib/core/protocol';
import { serverEnv } from '@/lib/server/env';
import { type Operation, operations } from './operations';
import { tagOf, tags } from './tags';

type Json = Record<string, unknown>;

/** JSON Schema of what travels; bigints travel as text, so the input side of every codec. */
function schemaOf(schema: ZodType): Json {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return rest;
}

function pathParameters(path: string): Json[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

function queryParameters(query: ZodType | undefined): Json[] {
  if (!query) return [];
  const { properties = {} } = schemaOf(query) as { properties?: Record<string, Json> };
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: false,
    schema,
  }));
}

const jsonContent = (schema: Json) => ({ 'application/json': { schema } });
const binary = { type: 'string', format: 'binary' };

function requestBody({ body, rawBody }: Operation): Json {
  if (body) return { requestBody: { required: true, content: jsonContent(schemaOf(body)) } };
  if (!rawBody) return {};
  return { requestBody: { required: true, content: { [rawBody]: { schema: binary } } } };
}

function answers({ status = 200, response, rawResponse }: Operation): Json {
  const content = response
    ? { content: jsonContent(schemaOf(response)) }
    : rawResponse
      ? { content: { [rawResponse]: { schema: { type: 'string' } } } }
      : {};
  return {
    [status]: { description: 'Done', ...content },
    default: {
      description: 'Refused or failed',
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    },
  };
}

function operationJson(operation: Operation): Json {
  const { access, path, query, summary } = operation;
  return {
    summary,
    tags: [tagOf(path)],
    security: access === 'all' ? [] : [{ [access]: [] }],
    parameters: [...pathParameters(path), ...queryParameters(query)],
    ...requestBody(operation),
    responses: answers(operation),
  };
}

/** The OpenAPI 3.1 document of the portal, made from the wire schemas. */
export function openApiDocument(): Json {
  const paths: Record<string, Json> = {};
  for (const operation of operations) {
    const { path, method } = operation;
    paths[path] = { ...paths[path], [method]: operationJson(operation) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Micro-Storage Platform', version: serverEnv().version },
    servers: [{ url: serverEnv().portalOrigin }],
    tags: tags.map(({ name, description }) => ({ name, description })),
    paths,
    components: {
      schemas: { Problem: schemaOf(problem) },
      securitySchemes: {
        client: { type: 'apiKey', in: 'cookie', name: 'msp_session' },
        admin: {
          type: 'apiKey',
          in: 'cookie',
          name: 'msp_session',
          description: 'The same session, of a wallet on the list of administrators',
        },
        agent: { type: 'http', scheme: 'bearer' },
      },
    },
  };
}
