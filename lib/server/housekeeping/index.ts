export { keepHouse } from './keep-house';
export { resumeLostJobs } from './lost-jobs';
export { housekeepingTasks, type Task } from './tasks';
