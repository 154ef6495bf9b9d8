export { getJob, jobsOfDeal, listJobs } from './read-jobs';
export { retryJob } from './retry-job';
