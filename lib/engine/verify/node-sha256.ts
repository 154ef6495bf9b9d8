import { hash } from 'node:crypto';
import type { Sha256 } from '../../core/proofs/sdr';

/** SHA-256 of node:crypto (hardware instructions where the machine has them). */
export const nodeSha256: Sha256 = (data) => hash('sha256', data, 'buffer');
