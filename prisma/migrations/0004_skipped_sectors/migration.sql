-- AlterEnum
ALTER TYPE "VerdictStatus" ADD VALUE 'SKIPPED';
