-- AlterTable
ALTER TABLE "CreditedDispute" ADD COLUMN     "countedPeriods" BIGINT,
ALTER COLUMN "periods" DROP NOT NULL;

-- What accounts know of is what the chain said then.
UPDATE "CreditedDispute" SET "countedPeriods" = "periods" WHERE "counted";

-- DropIndex
DROP INDEX "CreditedDispute_counted_idx";

-- AlterTable
ALTER TABLE "CreditedDispute" DROP COLUMN "counted";
