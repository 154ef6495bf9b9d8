import { createHash, randomUUID } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

interface Multipart {
  key: string;
  parts: Map<number, Buffer>;
}

const PAGE = 2;
const escapeXml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const etagOf = (body: Buffer) => `"${createHash('md5').update(body).digest('hex')}"`;

function metadataOf(request: http.IncomingMessage): Record<string, string> {
  const own = Object.entries(request.headers).filter(([name]) => name.startsWith('x-amz-meta-'));
  return Object.fromEntries(own.map(([name, value]) => [name, String(value)]));
}

async function bodyOf(request: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/**
 * A small local stand-in for an S3 service, for tests: path-style addresses, put/get/head/delete,
 * ranges, listing in short pages, multipart. It checks no signatures and keeps all in memory, so it
 * shows that we speak the protocol, not that a given service accepts us.
 */
export class S3StandIn {
  readonly objects = new Map<string, Buffer>();
  readonly uploads = new Map<string, Multipart>();
  /** `x-amz-meta-…` headers by key. */
  private readonly metadata = new Map<string, Record<string, string>>();
  private readonly server = http.createServer((request, response) => {
    this.answer(request, response).catch((error) => {
      response.writeHead(500).end(String(error));
    });
  });

  /** Starts on a free port and returns the endpoint. */
  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: http.IncomingMessage, response: http.ServerResponse) {
    const url = new URL(request.url ?? '/', 'http://stand-in');
    const [, , ...rest] = url.pathname.split('/');
    const key = decodeURIComponent(rest.join('/'));
    const query = url.searchParams;
    const body = await bodyOf(request);
    if (request.method === 'GET' && query.has('list-type')) return this.list(query, response);
    if (query.has('uploads') || query.has('uploadId')) {
      return this.multipart(request.method ?? '', key, query, body, response);
    }
    if (request.method === 'POST' && query.has('delete')) return this.deleteMany(body, response);
    if (request.method === 'PUT') {
      this.objects.set(key, body);
      this.metadata.set(key, metadataOf(request));
      return response.writeHead(200, { ETag: etagOf(body) }).end();
    }
    if (request.method === 'DELETE') {
      this.objects.delete(key);
      return response.writeHead(204).end();
    }
    return this.get(request, key, response);
  }

  private get(request: http.IncomingMessage, key: string, response: http.ServerResponse) {
    const found = this.objects.get(key);
    if (!found) {
      const text = '<Error><Code>NoSuchKey</Code><Message>missing</Message></Error>';
      return response.writeHead(404, { 'Content-Type': 'application/xml' }).end(text);
    }
    const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
    const part = range ? found.subarray(Number(range[1]), Number(range[2]) + 1) : found;
    const headers = { 'Content-Length': part.length, ETag: etagOf(found) };
    response.writeHead(range ? 206 : 200, { ...this.metadata.get(key), ...headers });
    return response.end(request.method === 'HEAD' ? undefined : part);
  }

  private deleteMany(body: Buffer, response: http.ServerResponse) {
    for (const [, key] of body.toString().matchAll(/<Key>([^<]+)<\/Key>/g)) {
      this.objects.delete(key ?? '');
    }
    return response.writeHead(200).end('<DeleteResult></DeleteResult>');
  }

  private list(query: URLSearchParams, response: http.ServerResponse) {
    const prefix = query.get('prefix') ?? '';
    const from = Number(query.get('continuation-token') ?? 0);
    const all = [...this.objects].filter(([key]) => key.startsWith(prefix)).sort();
    const items = all.slice(from, from + PAGE).map(([key, body]) => {
      return `<Contents><Key>${escapeXml(key)}</Key><Size>${body.length}</Size></Contents>`;
    });
    const more = from + PAGE < all.length;
    const next = more ? `<NextContinuationToken>${from + PAGE}</NextContinuationToken>` : '';
    response.writeHead(200, { 'Content-Type': 'application/xml' });
    return response.end(
      `<ListBucketResult><IsTruncated>${more}</IsTruncated>${next}${items.join('')}</ListBucketResult>`,
    );
  }

  private multipart(
    method: string,
    key: string,
    query: URLSearchParams,
    body: Buffer,
    response: http.ServerResponse,
  ) {
    const xml = (text: string) =>
      response.writeHead(200, { 'Content-Type': 'application/xml' }).end(text);
    if (method === 'POST' && query.has('uploads')) {
      const id = randomUUID();
      this.uploads.set(id, { key, parts: new Map() });
      return xml(
        `<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`,
      );
    }
    const id = query.get('uploadId') ?? '';
    const upload = this.uploads.get(id);
    if (!upload) return response.writeHead(404).end('<Error><Code>NoSuchUpload</Code></Error>');
    if (method === 'PUT') {
      upload.parts.set(Number(query.get('partNumber')), body);
      return response.writeHead(200, { ETag: etagOf(body) }).end();
    }
    const ordered = [...upload.parts].sort(([a], [b]) => a - b);
    if (method === 'GET') {
      const parts = ordered.map(([number, part]) => {
        return `<Part><PartNumber>${number}</PartNumber><ETag>${escapeXml(etagOf(part))}</ETag><Size>${part.length}</Size></Part>`;
      });
      return xml(
        `<ListPartsResult><IsTruncated>false</IsTruncated>${parts.join('')}</ListPartsResult>`,
      );
    }
    this.uploads.delete(id);
    if (method === 'DELETE') return response.writeHead(204).end();
    this.objects.set(upload.key, Buffer.concat(ordered.map(([, part]) => part)));
    return xml('<CompleteMultipartUploadResult></CompleteMultipartUploadResult>');
  }
}
