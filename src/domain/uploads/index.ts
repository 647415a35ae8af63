export { discardUpload, sweepUploads } from "./discard-upload.ts";
export { keepUpload, tooLarge } from "./keep-upload.ts";
export { maxFiles, takeUploads } from "./take-uploads.ts";
