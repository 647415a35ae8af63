import { parentPort, workerData } from "node:worker_threads";
import { answerTo } from "./answer-to.ts";

parentPort?.postMessage(await answerTo(workerData));
