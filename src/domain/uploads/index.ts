export { discardFiles, removeDiscarded } from "./discard-files.ts";
export { discardUpload, sweepUploads } from "./discard-upload.ts";
export { keepUpload, tooLarge } from "./keep-upload.ts";
export { listUploads } from "./queries.ts";
export type { Upload } from "./tables.ts";
export { maxFiles, releaseUploads, reserveUploads, takeUploads } from "./take-uploads.ts";
