-- AlterTable
ALTER TABLE "PostSubmission" ADD COLUMN     "receipts" JSONB;
