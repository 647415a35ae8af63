import { z } from "zod";
import type { DraftWithFiles } from "../../../domain/drafts/index.ts";
import { uploadShape } from "../uploads/upload-shape.ts";

export const draftKind = z.enum(["reply", "note"]).describe("Of which there is one each in a conversation.");

export const myDraftShape = z
  .object({
    kind: draftKind,
    body: z.string(),
    attachments: z.array(uploadShape).describe("Uploads that go with it; a draft keeps them from being removed."),
    version: z.number().int().describe("Send it with the next change."),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: "MyDraft" });

export function showMyDraft({ files, ...draft }: DraftWithFiles): z.input<typeof myDraftShape> {
  return { ...draft, attachments: files, updatedAt: draft.updatedAt.toISOString() };
}
