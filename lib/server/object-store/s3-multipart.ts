import { createReadStream } from 'node:fs';
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';

const MIB = 1024 * 1024;
/** Objects above this go up in parts of this size: 10,000 parts make 625 GiB. */
export const PART_BYTES = 64 * MIB;

interface Target {
  Bucket: string;
  Key: string;
}

/** Uploads a file in parts; the object appears when all are there, and nothing is left of a failure. */
export async function uploadInParts(
  client: S3Client,
  target: Target,
  file: string,
  bytes: number,
): Promise<void> {
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(target));
  const upload = { ...target, UploadId };
  try {
    const Parts: CompletedPart[] = [];
    for (let start = 0; start < bytes; start += PART_BYTES) {
      const end = Math.min(start + PART_BYTES, bytes) - 1;
      const PartNumber = Parts.length + 1;
      const Body = createReadStream(file, { start, end });
      const ContentLength = end - start + 1;
      const { ETag } = await client.send(
        new UploadPartCommand({ ...upload, PartNumber, Body, ContentLength }),
      );
      Parts.push({ ETag, PartNumber });
    }
    await client.send(
      new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }),
    );
  } catch (error) {
    await client.send(new AbortMultipartUploadCommand(upload));
    throw error;
  }
}
