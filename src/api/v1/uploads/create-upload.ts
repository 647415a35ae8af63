import { z } from "zod";
import { keepUpload, tooLarge } from "../../../domain/uploads/index.ts";
import { AppError } from "../../../platform/errors.ts";
import { endpoint } from "../../endpoint.ts";
import { uploadShape } from "./upload-shape.ts";

export const createUpload = endpoint({
  method: "post",
  path: "/v1/uploads",
  scope: "conversations:write",
  summary: "Upload a file for a message to come",
  description:
    "The body is the file itself. Its type is found in its content; what is said about it is not believed. Name its " +
    "`id` in `attachmentIds` of a reply or a note. What is not used within a day is removed.",
  tag: "Files",
  takes: "file",
  input: z.object({ name: z.string().min(1).max(1_000).describe("As it is called on the author's computer.") }),
  output: uploadShape,
  status: 201,
  problems: [413],
  async run(ctx, { name }, { body }) {
    const { file: maxBytes } = ctx.db.files.limits;
    if (body.statedBytes > maxBytes) throw with413(tooLarge(maxBytes));
    return keepUpload(ctx, { name, content: body.content }).catch((error: unknown) => {
      throw error instanceof AppError && error.details?.reason === "file_too_large" ? with413(error) : error;
    });
  },
});

function with413(error: AppError): AppError {
  return Object.assign(error, { status: 413 });
}
