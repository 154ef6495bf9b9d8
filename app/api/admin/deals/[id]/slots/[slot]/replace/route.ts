import { z } from 'zod';
import { uint16 } from '@/lib/core/protocol';
import { replaceSlot as replaceSchema } from '@/lib/core/protocol/admin';
import { replaceSlot } from '@/lib/server/admin';
import { dealRef } from '@/lib/server/deals';
import { action, json, route } from '@/lib/server/http';

const slotRef = dealRef.extend({ slot: z.coerce.number().pipe(uint16) });

export const runtime = 'nodejs';
export const dynamic = 'force-dynamic';
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = route(
  '/api/admin/deals/:id/slots/:slot/replace',
  {
    POST: action({
      access: 'admin',
      params: slotRef,
      body: replaceSchema,
      handle: async ({ caller, params, body }) =>
        json(await replaceSlot(caller, { deal: params.id, slot: params.slot, ...body }), 202),
    }),
  },
);
