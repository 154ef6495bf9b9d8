export { askForDueRepairs } from './due-repairs';
export { type RepairContext, repairSlot } from './repair-slot';
