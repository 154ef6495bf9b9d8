/** The parts of a JSON Schema that the portal's document uses. */
export interface Schema {
  type?: string | string[];
  format?: string;
  description?: string;
  enum?: readonly unknown[];
  const?: unknown;
  default?: unknown;
  pattern?: string;
  minimum?: number;
  maximum?: number;
  properties?: Record<string, Schema>;
  required?: readonly string[];
  items?: Schema;
  prefixItems?: readonly Schema[];
  anyOf?: readonly Schema[];
  oneOf?: readonly Schema[];
  allOf?: readonly Schema[];
  additionalProperties?: Schema | boolean;
  $ref?: string;
}

interface Content {
  [contentType: string]: { schema: Schema };
}

/** One operation of the document. */
export interface OperationJson {
  summary: string;
  tags: readonly string[];
  security: readonly Record<string, unknown>[];
  parameters: readonly { name: string; in: 'path' | 'query'; required: boolean; schema: Schema }[];
  requestBody?: { content: Content };
  responses: Record<string, { description: string; content?: Content }>;
}

/** The portal's OpenAPI document, as far as the reference shows it. */
export interface Document {
  info: { title: string; version: string };
  servers: readonly { url: string }[];
  tags: readonly { name: string; description: string }[];
  paths: Record<string, Record<string, OperationJson>>;
  components: { schemas: Record<string, Schema> };
}

/** An operation with its address. */
export interface Entry {
  id: string;
  method: string;
  path: string;
  operation: OperationJson;
}
