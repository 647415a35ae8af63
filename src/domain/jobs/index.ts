export { type ClaimedJob, claimJobs } from "./claim-jobs.ts";
export { discardDeadJob, listDeadJobs, replayDeadJobs, unparkJobs } from "./dead-jobs.ts";
export { discardJobsAbout } from "./discard-jobs.ts";
export { measureJobs } from "./measure-jobs.ts";
export {
  buryJob,
  completeJobs,
  enqueued,
  extendLeases,
  insertJobs,
  type JobError,
  type NewJob,
  parkJob,
  releaseJobs,
  retryJob,
  sweepLeases,
} from "./queries.ts";
export type { Job } from "./tables.ts";
