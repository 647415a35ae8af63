import { useRef, useState } from "react";
import { answer, api } from "../api/client.ts";
import { sentence } from "../api/problem.ts";
import type { Upload } from "../api/types.ts";
import type { UnsentState } from "./use-unsent.ts";

export interface Uploads {
  files: readonly Upload[];
  /** Names of those on their way. */
  arriving: readonly string[];
  problem: string | null;
  add: (files: Iterable<File>) => void;
  remove: (id: string) => void;
}

/** The files of what is being written. They are sent to the server at once, and into the message with its text. */
export function useUploads({ unsent, change, latest }: UnsentState): Uploads {
  const [arriving, setArriving] = useState<readonly string[]>([]);
  const [problem, setProblem] = useState<string | null>(null);
  const { mode } = unsent;
  const current = useRef(mode);
  current.current = mode;

  const bring = async (file: File) => {
    const into = current.current;
    setArriving((names) => [...names, file.name]);
    try {
      const brought = await upload(file);
      change({ files: { ...latest().files, [into]: [...latest().files[into], brought] } });
    } catch (error) {
      setProblem(`${file.name}: ${sentence(error)}`);
    } finally {
      setArriving((names) => without(names, file.name));
    }
  };
  const remove = (id: string) => {
    const { files } = latest();
    change({ files: { ...files, [mode]: files[mode].filter((file) => file.id !== id) } });
    // Should this fail, the file goes by itself within a day.
    void api.DELETE("/v1/uploads/{uploadId}", { params: { path: { uploadId: id } } });
  };
  return {
    files: unsent.files[mode],
    arriving,
    problem,
    add: (files) => {
      setProblem(null);
      for (const file of files) void bring(file);
    },
    remove,
  };
}

function upload(file: File): Promise<Upload> {
  return answer(
    api.POST("/v1/uploads", {
      params: { query: { name: file.name || "file" } },
      headers: { "content-type": "application/octet-stream" },
      body: "",
      bodySerializer: () => file,
    }),
  );
}

function without(names: readonly string[], name: string): readonly string[] {
  const at = names.indexOf(name);
  return at < 0 ? names : names.toSpliced(at, 1);
}
