-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "SessionKind" AS ENUM ('CLIENT', 'AGENT');

-- CreateEnum
CREATE TYPE "UploadStatus" AS ENUM ('RECEIVING', 'COMPLETE', 'CONSUMED', 'EXPIRED');

-- CreateEnum
CREATE TYPE "DealStatus" AS ENUM ('REQUESTED', 'ENCODED', 'REVIEW', 'CONFIRMED', 'PUBLISHED', 'PENDING', 'ACTIVE', 'CLOSING', 'COMPLETED', 'CANCELLED', 'FAILED');

-- CreateEnum
CREATE TYPE "SlotState" AS ENUM ('VACANT', 'OFFERED', 'PRECOMMITTED', 'PROVED', 'LIVE', 'ENDED');

-- CreateEnum
CREATE TYPE "VerdictStatus" AS ENUM ('RECEIVED', 'ACCEPTED', 'REJECTED');

-- CreateEnum
CREATE TYPE "PeriodStatus" AS ENUM ('OPEN', 'CLOSED', 'POSTED', 'VOID');

-- CreateEnum
CREATE TYPE "TransactionStatus" AS ENUM ('QUEUED', 'SIGNED', 'SENT', 'MINED', 'FINALISED', 'FAILED');

-- CreateEnum
CREATE TYPE "RelayStatus" AS ENUM ('QUEUED', 'SENT', 'MINED', 'FAILED');

-- CreateEnum
CREATE TYPE "NotificationStatus" AS ENUM ('PENDING', 'DELIVERED', 'FAILED');

-- CreateEnum
CREATE TYPE "RetrievalStatus" AS ENUM ('REQUESTED', 'FETCHING', 'DECODING', 'READY', 'FAILED', 'EXPIRED');

-- CreateEnum
CREATE TYPE "RetrievalShardStatus" AS ENUM ('ASKED', 'RECEIVING', 'RECEIVED', 'GOOD', 'CORRUPT', 'STALLED', 'CANCELLED');

-- CreateTable
CREATE TABLE "Session" (
    "tokenHash" TEXT NOT NULL,
    "kind" "SessionKind" NOT NULL,
    "address" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "revokedAt" TIMESTAMP(3),

    CONSTRAINT "Session_pkey" PRIMARY KEY ("tokenHash")
);

-- CreateTable
CREATE TABLE "Nonce" (
    "value" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "usedAt" TIMESTAMP(3),

    CONSTRAINT "Nonce_pkey" PRIMARY KEY ("value")
);

-- CreateTable
CREATE TABLE "SignupCode" (
    "codeHash" TEXT NOT NULL,
    "createdBy" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "operator" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expiresAt" TIMESTAMP(3) NOT NULL,
    "redeemedAt" TIMESTAMP(3),

    CONSTRAINT "SignupCode_pkey" PRIMARY KEY ("codeHash")
);

-- CreateTable
CREATE TABLE "RateLimit" (
    "key" TEXT NOT NULL,
    "windowStart" TIMESTAMP(3) NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "RateLimit_pkey" PRIMARY KEY ("key","windowStart")
);

-- CreateTable
CREATE TABLE "Upload" (
    "id" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "filename" TEXT NOT NULL,
    "contentType" TEXT NOT NULL,
    "encryption" TEXT NOT NULL DEFAULT 'none',
    "bytes" BIGINT NOT NULL,
    "received" BIGINT NOT NULL DEFAULT 0,
    "status" "UploadStatus" NOT NULL DEFAULT 'RECEIVING',
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "completedAt" TIMESTAMP(3),
    "expiresAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Upload_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Deal" (
    "id" TEXT NOT NULL,
    "client" TEXT NOT NULL,
    "uploadId" TEXT NOT NULL,
    "status" "DealStatus" NOT NULL DEFAULT 'REQUESTED',
    "failureCode" TEXT,
    "failure" TEXT,
    "tier" TEXT NOT NULL,
    "durationPeriods" INTEGER NOT NULL,
    "fileBytes" BIGINT NOT NULL,
    "k" INTEGER NOT NULL,
    "n" INTEGER,
    "requestedN" INTEGER,
    "maxRate" DECIMAL(78,0),
    "sectorBytes" INTEGER,
    "content" JSONB,
    "contentHash" TEXT,
    "confirmedPlanId" TEXT,
    "address" TEXT,
    "publicationSeed" TEXT,
    "publishBlock" BIGINT,
    "slotsRoot" TEXT,
    "slotsDigest" TEXT,
    "terms" JSONB,
    "chainState" TEXT,
    "startPeriod" BIGINT,
    "endPeriod" BIGINT,
    "accrualEnd" BIGINT,
    "fundedUntil" BIGINT,
    "sealingDeadline" TIMESTAMP(3),
    "startDeadline" TIMESTAMP(3),
    "refunded" DECIMAL(78,0),
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Deal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Segment" (
    "dealId" TEXT NOT NULL,
    "index" INTEGER NOT NULL,
    "offset" BIGINT NOT NULL,
    "bytes" BIGINT NOT NULL,
    "shardBytes" INTEGER NOT NULL,

    CONSTRAINT "Segment_pkey" PRIMARY KEY ("dealId","index")
);

-- CreateTable
CREATE TABLE "Shard" (
    "dealId" TEXT NOT NULL,
    "segment" INTEGER NOT NULL,
    "index" INTEGER NOT NULL,
    "commD" TEXT NOT NULL,
    "pieceCidV1" TEXT NOT NULL,
    "pieceCidV2" TEXT NOT NULL,
    "objectKey" TEXT NOT NULL,

    CONSTRAINT "Shard_pkey" PRIMARY KEY ("dealId","segment","index")
);

-- CreateTable
CREATE TABLE "Plan" (
    "id" TEXT NOT NULL,
    "dealId" TEXT NOT NULL,
    "seed" TEXT NOT NULL,
    "excluded" TEXT[],
    "body" JSONB NOT NULL,
    "reached" BOOLEAN NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Plan_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Slot" (
    "dealId" TEXT NOT NULL,
    "index" INTEGER NOT NULL,
    "generation" INTEGER NOT NULL,
    "node" TEXT NOT NULL,
    "payout" TEXT NOT NULL,
    "rate" DECIMAL(78,0) NOT NULL,
    "maxSpan" INTEGER NOT NULL,
    "hoursMap" TEXT NOT NULL,
    "commD" TEXT NOT NULL,
    "state" "SlotState" NOT NULL DEFAULT 'OFFERED',
    "endReason" TEXT,
    "offeredAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "preCommits" INTEGER NOT NULL DEFAULT 0,
    "preCommitEpoch" BIGINT,
    "commR" TEXT,
    "proofDigest" TEXT,
    "beaconValue" TEXT,
    "start" BIGINT,
    "end" BIGINT,
    "provenPeriods" BIGINT NOT NULL DEFAULT 0,
    "fulfilments" INTEGER NOT NULL DEFAULT 0,
    "commitments" INTEGER NOT NULL DEFAULT 0,
    "lastAccepted" BIGINT NOT NULL DEFAULT 0,
    "missedSince" INTEGER NOT NULL DEFAULT 0,
    "waypoints" BIGINT[],
    "countedPeriod" BIGINT NOT NULL DEFAULT 0,
    "settledAmount" DECIMAL(78,0) NOT NULL DEFAULT 0,
    "sealReward" DECIMAL(78,0) NOT NULL DEFAULT 0,

    CONSTRAINT "Slot_pkey" PRIMARY KEY ("dealId","index","generation")
);

-- CreateTable
CREATE TABLE "Node" (
    "operator" TEXT NOT NULL,
    "payout" TEXT NOT NULL,
    "capacityBytes" BIGINT NOT NULL,
    "reservedBytes" BIGINT NOT NULL DEFAULT 0,
    "hoursMap" TEXT NOT NULL,
    "accepting" BOOLEAN NOT NULL,
    "rate" DECIMAL(78,0) NOT NULL,
    "maxSpan" INTEGER NOT NULL,
    "minFileSize" BIGINT NOT NULL,
    "maxFileSize" BIGINT NOT NULL,
    "pending" JSONB,
    "pendingFrom" BIGINT,
    "retired" BOOLEAN NOT NULL DEFAULT false,
    "fulfilments" BIGINT NOT NULL DEFAULT 0,
    "commitments" BIGINT NOT NULL DEFAULT 0,
    "registeredPeriod" BIGINT NOT NULL,
    "registeredBlock" BIGINT NOT NULL,

    CONSTRAINT "Node_pkey" PRIMARY KEY ("operator")
);

-- CreateTable
CREATE TABLE "NodeProfile" (
    "operator" TEXT NOT NULL,
    "timeZone" TEXT NOT NULL,
    "windows" JSONB NOT NULL,
    "region" TEXT,
    "subnet" TEXT,
    "agent" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "lastSeenAt" TIMESTAMP(3),

    CONSTRAINT "NodeProfile_pkey" PRIMARY KEY ("operator")
);

-- CreateTable
CREATE TABLE "PorepSubmission" (
    "id" TEXT NOT NULL,
    "dealId" TEXT NOT NULL,
    "slot" INTEGER NOT NULL,
    "generation" INTEGER NOT NULL,
    "operator" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "objectKey" TEXT NOT NULL,
    "bytes" INTEGER NOT NULL,
    "status" "VerdictStatus" NOT NULL DEFAULT 'RECEIVED',
    "reason" TEXT,
    "receivedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "verifiedAt" TIMESTAMP(3),
    "recordedAt" TIMESTAMP(3),

    CONSTRAINT "PorepSubmission_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PostSubmission" (
    "id" TEXT NOT NULL,
    "period" BIGINT NOT NULL,
    "operator" TEXT NOT NULL,
    "digest" TEXT NOT NULL,
    "objectKey" TEXT NOT NULL,
    "bytes" INTEGER NOT NULL,
    "receivedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "verifiedAt" TIMESTAMP(3),

    CONSTRAINT "PostSubmission_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PostVerdict" (
    "submissionId" TEXT NOT NULL,
    "dealId" TEXT NOT NULL,
    "slot" INTEGER NOT NULL,
    "generation" INTEGER NOT NULL,
    "period" BIGINT NOT NULL,
    "digest" TEXT NOT NULL,
    "status" "VerdictStatus" NOT NULL,
    "reason" TEXT,

    CONSTRAINT "PostVerdict_pkey" PRIMARY KEY ("submissionId","dealId","slot","generation")
);

-- CreateTable
CREATE TABLE "Period" (
    "index" BIGINT NOT NULL,
    "seed" TEXT,
    "seedBlock" BIGINT,
    "status" "PeriodStatus" NOT NULL DEFAULT 'OPEN',
    "root" TEXT,
    "manifestHash" TEXT,
    "downSeconds" INTEGER NOT NULL DEFAULT 0,
    "leaves" INTEGER NOT NULL DEFAULT 0,
    "due" INTEGER NOT NULL DEFAULT 0,
    "accepted" INTEGER NOT NULL DEFAULT 0,
    "rejected" INTEGER NOT NULL DEFAULT 0,
    "closedAt" TIMESTAMP(3),
    "postedAt" TIMESTAMP(3),

    CONSTRAINT "Period_pkey" PRIMARY KEY ("index")
);

-- CreateTable
CREATE TABLE "Transaction" (
    "id" TEXT NOT NULL,
    "idempotencyKey" TEXT NOT NULL,
    "signer" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "to" TEXT NOT NULL,
    "data" TEXT NOT NULL,
    "value" DECIMAL(78,0) NOT NULL DEFAULT 0,
    "gasLimit" BIGINT,
    "dealId" TEXT,
    "status" "TransactionStatus" NOT NULL DEFAULT 'QUEUED',
    "nonce" INTEGER,
    "attempts" JSONB NOT NULL DEFAULT '[]',
    "hash" TEXT,
    "blockNumber" BIGINT,
    "blockHash" TEXT,
    "gasUsed" BIGINT,
    "errorCode" TEXT,
    "error" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "sentAt" TIMESTAMP(3),
    "finalisedAt" TIMESTAMP(3),

    CONSTRAINT "Transaction_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RelayRequest" (
    "id" TEXT NOT NULL,
    "from" TEXT NOT NULL,
    "to" TEXT NOT NULL,
    "data" TEXT NOT NULL,
    "gas" BIGINT NOT NULL,
    "nonce" DECIMAL(78,0) NOT NULL,
    "deadline" BIGINT NOT NULL,
    "signature" TEXT NOT NULL,
    "selector" TEXT NOT NULL,
    "status" "RelayStatus" NOT NULL DEFAULT 'QUEUED',
    "errorCode" TEXT,
    "error" TEXT,
    "transactionId" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "RelayRequest_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ChainCursor" (
    "chainId" INTEGER NOT NULL,
    "genesisHash" TEXT NOT NULL,
    "blockNumber" BIGINT NOT NULL,
    "blockHash" TEXT NOT NULL,
    "updatedAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "ChainCursor_pkey" PRIMARY KEY ("chainId")
);

-- CreateTable
CREATE TABLE "ChainBlock" (
    "number" BIGINT NOT NULL,
    "hash" TEXT NOT NULL,
    "parentHash" TEXT NOT NULL,
    "timestamp" BIGINT NOT NULL,

    CONSTRAINT "ChainBlock_pkey" PRIMARY KEY ("number")
);

-- CreateTable
CREATE TABLE "ChainEvent" (
    "blockNumber" BIGINT NOT NULL,
    "logIndex" INTEGER NOT NULL,
    "blockHash" TEXT NOT NULL,
    "txHash" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "args" JSONB NOT NULL,

    CONSTRAINT "ChainEvent_pkey" PRIMARY KEY ("blockNumber","logIndex")
);

-- CreateTable
CREATE TABLE "InboxCounter" (
    "recipient" TEXT NOT NULL,
    "lastSeq" BIGINT NOT NULL DEFAULT 0,
    "ackedSeq" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "InboxCounter_pkey" PRIMARY KEY ("recipient")
);

-- CreateTable
CREATE TABLE "InboxEvent" (
    "recipient" TEXT NOT NULL,
    "seq" BIGINT NOT NULL,
    "type" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "dedupeKey" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "InboxEvent_pkey" PRIMARY KEY ("recipient","seq")
);

-- CreateTable
CREATE TABLE "Notification" (
    "id" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "recipient" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "status" "NotificationStatus" NOT NULL DEFAULT 'PENDING',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deliveredAt" TIMESTAMP(3),

    CONSTRAINT "Notification_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Retrieval" (
    "id" TEXT NOT NULL,
    "dealId" TEXT NOT NULL,
    "requester" TEXT NOT NULL,
    "status" "RetrievalStatus" NOT NULL DEFAULT 'REQUESTED',
    "failureCode" TEXT,
    "failure" TEXT,
    "bytesReady" BIGINT NOT NULL DEFAULT 0,
    "sha256" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "readyAt" TIMESTAMP(3),
    "expiresAt" TIMESTAMP(3),

    CONSTRAINT "Retrieval_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RetrievalShard" (
    "retrievalId" TEXT NOT NULL,
    "segment" INTEGER NOT NULL,
    "shard" INTEGER NOT NULL,
    "slot" INTEGER NOT NULL,
    "generation" INTEGER NOT NULL,
    "node" TEXT NOT NULL,
    "status" "RetrievalShardStatus" NOT NULL DEFAULT 'ASKED',
    "received" BIGINT NOT NULL DEFAULT 0,
    "bytes" BIGINT NOT NULL,
    "progressAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "reason" TEXT,

    CONSTRAINT "RetrievalShard_pkey" PRIMARY KEY ("retrievalId","segment","shard")
);

-- CreateTable
CREATE TABLE "WorkerHeartbeat" (
    "id" TEXT NOT NULL,
    "startedAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "beatAt" TIMESTAMP(3) NOT NULL,
    "leads" TEXT[],

    CONSTRAINT "WorkerHeartbeat_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AuditLog" (
    "id" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "details" JSONB NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "AuditLog_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Session_address_idx" ON "Session"("address");

-- CreateIndex
CREATE INDEX "Upload_owner_idx" ON "Upload"("owner");

-- CreateIndex
CREATE INDEX "Upload_status_expiresAt_idx" ON "Upload"("status", "expiresAt");

-- CreateIndex
CREATE UNIQUE INDEX "Deal_uploadId_key" ON "Deal"("uploadId");

-- CreateIndex
CREATE UNIQUE INDEX "Deal_address_key" ON "Deal"("address");

-- CreateIndex
CREATE INDEX "Deal_client_createdAt_idx" ON "Deal"("client", "createdAt");

-- CreateIndex
CREATE INDEX "Deal_status_idx" ON "Deal"("status");

-- CreateIndex
CREATE INDEX "Shard_commD_idx" ON "Shard"("commD");

-- CreateIndex
CREATE INDEX "Plan_dealId_createdAt_idx" ON "Plan"("dealId", "createdAt");

-- CreateIndex
CREATE INDEX "Slot_node_state_idx" ON "Slot"("node", "state");

-- CreateIndex
CREATE INDEX "PorepSubmission_status_idx" ON "PorepSubmission"("status");

-- CreateIndex
CREATE UNIQUE INDEX "PorepSubmission_dealId_slot_generation_digest_key" ON "PorepSubmission"("dealId", "slot", "generation", "digest");

-- CreateIndex
CREATE UNIQUE INDEX "PostSubmission_period_operator_digest_key" ON "PostSubmission"("period", "operator", "digest");

-- CreateIndex
CREATE INDEX "PostVerdict_period_dealId_slot_generation_idx" ON "PostVerdict"("period", "dealId", "slot", "generation");

-- CreateIndex
CREATE INDEX "Period_status_idx" ON "Period"("status");

-- CreateIndex
CREATE UNIQUE INDEX "Transaction_idempotencyKey_key" ON "Transaction"("idempotencyKey");

-- CreateIndex
CREATE INDEX "Transaction_status_createdAt_idx" ON "Transaction"("status", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "Transaction_signer_nonce_key" ON "Transaction"("signer", "nonce");

-- CreateIndex
CREATE INDEX "RelayRequest_from_nonce_idx" ON "RelayRequest"("from", "nonce");

-- CreateIndex
CREATE INDEX "RelayRequest_status_createdAt_idx" ON "RelayRequest"("status", "createdAt");

-- CreateIndex
CREATE INDEX "ChainEvent_address_blockNumber_idx" ON "ChainEvent"("address", "blockNumber");

-- CreateIndex
CREATE UNIQUE INDEX "InboxEvent_recipient_dedupeKey_key" ON "InboxEvent"("recipient", "dedupeKey");

-- CreateIndex
CREATE INDEX "Notification_status_createdAt_idx" ON "Notification"("status", "createdAt");

-- CreateIndex
CREATE INDEX "Retrieval_status_idx" ON "Retrieval"("status");

-- AddForeignKey
ALTER TABLE "Deal" ADD CONSTRAINT "Deal_uploadId_fkey" FOREIGN KEY ("uploadId") REFERENCES "Upload"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Segment" ADD CONSTRAINT "Segment_dealId_fkey" FOREIGN KEY ("dealId") REFERENCES "Deal"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Shard" ADD CONSTRAINT "Shard_dealId_segment_fkey" FOREIGN KEY ("dealId", "segment") REFERENCES "Segment"("dealId", "index") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Plan" ADD CONSTRAINT "Plan_dealId_fkey" FOREIGN KEY ("dealId") REFERENCES "Deal"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Slot" ADD CONSTRAINT "Slot_dealId_fkey" FOREIGN KEY ("dealId") REFERENCES "Deal"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PostVerdict" ADD CONSTRAINT "PostVerdict_submissionId_fkey" FOREIGN KEY ("submissionId") REFERENCES "PostSubmission"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RelayRequest" ADD CONSTRAINT "RelayRequest_transactionId_fkey" FOREIGN KEY ("transactionId") REFERENCES "Transaction"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Retrieval" ADD CONSTRAINT "Retrieval_dealId_fkey" FOREIGN KEY ("dealId") REFERENCES "Deal"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RetrievalShard" ADD CONSTRAINT "RetrievalShard_retrievalId_fkey" FOREIGN KEY ("retrievalId") REFERENCES "Retrieval"("id") ON DELETE CASCADE ON UPDATE CASCADE;
