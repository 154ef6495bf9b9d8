import { config } from 'zod';

/*
 * Runs in the browser before any page code. Zod would otherwise try once whether it may compile its
 * schemas with eval; our policy forbids that, and the browser would report each try.
 */
config({ jitless: true });
