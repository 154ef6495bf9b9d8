-- CreateIndex
CREATE INDEX "PostVerdict_dealId_slot_generation_period_idx" ON "PostVerdict"("dealId", "slot", "generation", "period");

-- CreateIndex
CREATE INDEX "Transaction_dealId_idx" ON "Transaction"("dealId");

-- CreateIndex
CREATE INDEX "Transaction_idempotencyKey_prefix_idx" ON "Transaction"("idempotencyKey" text_pattern_ops);

-- CreateIndex
CREATE INDEX "RelayRequest_transactionId_idx" ON "RelayRequest"("transactionId");

-- CreateIndex
CREATE INDEX "RelayRequest_from_createdAt_idx" ON "RelayRequest"("from", "createdAt");

-- CreateIndex
CREATE INDEX "ChainEvent_name_idx" ON "ChainEvent"("name");

-- CreateIndex
CREATE INDEX "Retrieval_dealId_status_idx" ON "Retrieval"("dealId", "status");
