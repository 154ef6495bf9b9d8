-- AlterTable
ALTER TABLE "Slot" ADD COLUMN     "overCredited" BIGINT NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "CreditedDispute" (
    "dealId" TEXT NOT NULL,
    "index" INTEGER NOT NULL,
    "generation" INTEGER NOT NULL,
    "period" BIGINT NOT NULL,
    "periods" BIGINT NOT NULL,
    "counted" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "CreditedDispute_pkey" PRIMARY KEY ("dealId","index","generation","period")
);

-- CreateIndex
CREATE INDEX "CreditedDispute_counted_idx" ON "CreditedDispute"("counted");

-- AddForeignKey
ALTER TABLE "CreditedDispute" ADD CONSTRAINT "CreditedDispute_dealId_index_generation_fkey" FOREIGN KEY ("dealId", "index", "generation") REFERENCES "Slot"("dealId", "index", "generation") ON DELETE CASCADE ON UPDATE CASCADE;

-- Accounts have taken in what was credited before.
INSERT INTO "CreditedDispute" ("dealId", "index", "generation", "period", "periods", "counted")
SELECT s."dealId", s."index", s."generation", (e."args"->>'period')::bigint, (e."args"->>'periods')::bigint, true
FROM "ChainEvent" e
JOIN "Deal" d ON d."address" = e."address"
JOIN "Slot" s ON s."dealId" = d."id" AND s."index" = (e."args"->>'slot')::int
    AND s."generation" = (e."args"->>'generation')::int
WHERE e."name" = 'DisputeCredited'
ON CONFLICT DO NOTHING;
